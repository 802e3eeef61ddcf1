// npm run bench: what decoding, encoding, a call, an import and very many operations cost, beside the packages
// that do the same and what people write without any.
//
//   --short   fewer rounds, a minute or two: to see that everything runs, and roughly where it stands
//   --json    the results for a program, instead of tables
//
// Timings of a shared machine decide nothing: the exit code is 0 whatever they are. It is 1 where what is counted
// misses its bar: memory, timers and ends of operations.
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { bars, renderBars } from "./bars.js";
import { compileLibrary, importLibrary } from "./compiled.js";
import { checkContenders } from "./contenders/check.js";
import { allFive, codeAndMessage, fromBase64, fromTrailers } from "./contenders/decode.js";
import { encodeBytes, encodeTrailers } from "./contenders/encode.js";
import { measureCalls } from "./grpc/calls.js";
import { measureImports } from "./import-time.js";
import { type Contender, interleave } from "./interleave.js";
import { measureOperations } from "./operations/measure-operations.js";
import { operationBars } from "./operations/operation-bars.js";
import { renderOperations } from "./operations/render-operations.js";
import { renderSection, type Section, section } from "./section.js";

const { values: options } = parseArgs({
  options: {
    short: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
const size = options.short
  ? {
      work: { rounds: 15, sliceMs: 4 },
      calls: { rounds: 25, calls: 40 },
      imports: { rounds: 5 },
      operations: { overGrpc: 2_000, waitedFor: 2_000, rounds: 1, pauseMs: 2_500 },
    }
  : {
      work: { rounds: 60, sliceMs: 8 },
      calls: { rounds: 200, calls: 40 },
      imports: { rounds: 25 },
      operations: { overGrpc: 20_000, waitedFor: 20_000, rounds: 2, pauseMs: 8_000 },
    };

// tsx switches them on, and then every stack that grpc-js formats costs twice what it costs users.
process.setSourceMapsEnabled(false);
compileLibrary();
const library = await importLibrary();
checkContenders(library);

const printed: Section[] = [];
const works = {
  codeAndMessage: work("code and message, from 773 bytes", codeAndMessage(library)),
  allFive: work("all five details, from 773 bytes", allFive(library)),
  fromBase64: work("code and message, from base64", fromBase64(library)),
  fromTrailers: work("an error, from trailers", fromTrailers(library)),
  encode: work("five messages to 773 bytes", encodeBytes(library)),
  encodeTrailers: work("an error with five details to trailers", encodeTrailers(library)),
};
const costs = await measureCalls(library, size.calls);
const calls = {
  clientSuccess: print(section("CPU of a call that succeeds, client", "µs", costs.clientSuccess)),
  clientFailure: print(section("CPU of a call that fails, client", "µs", costs.clientFailure)),
  serverSuccess: print(section("CPU of a call that succeeds, server", "µs", costs.serverSuccess)),
  serverFailure: print(section("CPU of a call that fails, server", "µs", costs.serverFailure)),
};
const imported = measureImports(size.imports);
const byName = (pick: (series: (typeof imported)[number]) => readonly number[]) =>
  new Map(imported.map((series) => [series.name, pick(series)]));
const imports = print(
  section(
    "import, by itself",
    "ms",
    byName(({ wall }) => wall),
  ),
);
print(
  section(
    "import, user CPU by itself",
    "ms",
    byName(({ user }) => user),
  ),
);
print(
  section(
    "import, the whole process",
    "ms",
    byName(({ process }) => process),
  ),
);

const operations = await measureOperations(size.operations);
if (!options.json) console.log(renderOperations(operations));

const counted = operationBars(operations);
const list = [...bars({ ...works, ...calls, imports }), ...counted];
if (counted.some(({ verdict }) => verdict === "MISS")) process.exitCode = 1;
if (options.json) {
  const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length };
  console.log(JSON.stringify({ machine, sections: printed, operations, bars: list }, undefined, 2));
} else {
  console.log(renderBars(list));
}

function work(title: string, contenders: readonly Contender[]): Section {
  return print(section(title, "ns", interleave(contenders, size.work)));
}

function print(result: Section): Section {
  printed.push(result);
  if (!options.json) console.log(renderSection(result));
  return result;
}

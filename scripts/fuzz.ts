// Decodes a million changed vectors and ends with 1 at the first that is not decoded as it should be:
//   npm run fuzz -- --cases 10000 --seed 7
import { parseArgs } from "node:util";
import { describeFailure, fuzz } from "../test/fuzz/fuzz.js";
import { vectorInputs } from "../test/fuzz/vector-inputs.js";

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "1000000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_007) },
  },
});
const cases = integer("cases", values.cases);
const seed = integer("seed", values.seed);

const start = performance.now();
const failure = fuzz({ cases, seed, inputs: vectorInputs, onProgress: showProgress });
if (process.stderr.isTTY) process.stderr.write("\n");
if (failure === undefined) {
  console.log(`${cases} cases, ${rate(cases)} a second, with seed ${seed}: nothing is wrong`);
} else {
  console.error(describeFailure(failure));
  process.exitCode = 1;
}

function integer(name: string, text: string): number {
  if (/^\d{1,12}$/.test(text)) return Number(text);
  console.error(`--${name} must be a whole number, not ${text}`);
  process.exit(2);
}

function showProgress(done: number): void {
  const [end, often] = process.stderr.isTTY ? ["\r", 1_000] : ["\n", 50_000];
  if (done % often === 0) process.stderr.write(`${done} of ${cases}, ${rate(done)} a second${end}`);
}

function rate(done: number): number {
  return Math.round((done / (performance.now() - start)) * 1000);
}

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { compiledUrl } from "./compiled.js";

/** What an import took in each round, in milliseconds. */
export interface ImportSeries {
  readonly name: string;
  /** The import alone, seen from inside. */
  readonly wall: number[];
  /** CPU time in user mode of the import alone. */
  readonly user: number[];
  /** The whole process, start and end included. */
  readonly process: number[];
}

const SCRIPT = `
const user = process.resourceUsage().userCPUTime;
const start = process.hrtime.bigint();
await import(process.argv[1]);
const wall = Number(process.hrtime.bigint() - start) / 1e6;
console.log(JSON.stringify({ wall, user: (process.resourceUsage().userCPUTime - user) / 1e3 }));
`;

/** Imports each module in a process of its own, once a round and in turns. */
export function measureImports({ rounds }: { readonly rounds: number }): ImportSeries[] {
  const modules = [
    { name: "@bufbuild/protobuf", url: import.meta.resolve("@bufbuild/protobuf") },
    { name: "rpc-status", url: compiledUrl("src/entry/index.js") },
    { name: "rpc-status/wire", url: compiledUrl("src/entry/wire.js") },
    { name: "@connectrpc/connect", url: import.meta.resolve("@connectrpc/connect") },
    { name: "@grpc/grpc-js", url: import.meta.resolve("@grpc/grpc-js") },
    { name: "rpc-status/grpc-js", url: compiledUrl("src/entry/grpc-js.js") },
  ].map(
    (module) => ({ ...module, wall: [], user: [], process: [] }) as ImportSeries & typeof module,
  );
  for (let round = -1; round < rounds; round++) {
    for (let i = 0; i < modules.length; i++) {
      const module = modules[(Math.max(round, 0) + i) % modules.length] as (typeof modules)[number];
      const once = importOnce(module.url);
      // The first round only brings the files into the system's cache.
      if (round < 0) continue;
      module.wall.push(once.wall);
      module.user.push(once.user);
      module.process.push(once.process);
    }
  }
  return modules;
}

function importOnce(url: string): { wall: number; user: number; process: number } {
  const start = process.hrtime.bigint();
  const { status, stdout } = spawnSync(
    process.execPath,
    ["--input-type=module", "-e", SCRIPT, url],
    { cwd: fileURLToPath(new URL("../", import.meta.url)), stdio: ["ignore", "pipe", 2] },
  );
  const total = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`importing ${url} failed`);
  return { ...JSON.parse(stdout.toString()), process: total };
}

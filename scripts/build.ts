// Writes dist/: ES modules and CommonJS, each with its declarations, by two plain runs of tsc.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";

const TSC = "node_modules/typescript/bin/tsc";

await rm("dist", { recursive: true, force: true });
const codes = await Promise.all(["tsconfig.build.json", "tsconfig.build.cjs.json"].map(compile));
process.exitCode = Math.max(...codes);

// Without it, Node would read dist/cjs as the ES modules that our package.json announces.
await writeFile("dist/cjs/package.json", '{"type":"commonjs"}\n');

async function compile(project: string): Promise<number> {
  const tsc = spawn(process.execPath, [TSC, "-p", project], { stdio: "inherit" });
  const [code] = await once(tsc, "close");
  return code ?? 1;
}

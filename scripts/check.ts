// Runs every gate, all of them even after one failed, and shows the output of those that failed.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { stripVTControlCharacters } from "node:util";

/** Independent of one another, so they share the cores. */
const STATIC_GATES = [
  "check:package",
  "typecheck",
  "lint",
  "lint:imports",
  "lint:dead",
  "lint:proto",
  "check:generate",
  "check:bundle",
  "size",
];

/** Runs alone: tests with deadlines should not compete with compilers. */
const TESTS = "coverage";

const LANES = 2;

const failed: string[] = [];
const waiting = [...STATIC_GATES];
await Promise.all(Array.from({ length: LANES }, runWaiting));
await runGate(TESTS);

console.log(failed.length === 0 ? "every gate passed" : `failed: ${failed.join(", ")}`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function runWaiting(): Promise<void> {
  for (let gate = waiting.shift(); gate !== undefined; gate = waiting.shift()) await runGate(gate);
}

async function runGate(gate: string): Promise<void> {
  const start = performance.now();
  const child = spawn("npm", ["run", "--silent", gate], {
    stdio: ["ignore", "pipe", "pipe"],
    // npm is a script with another name on Windows; the shell finds it.
    shell: process.platform === "win32",
  });
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk) => output.push(chunk));
  child.stderr.on("data", (chunk) => output.push(chunk));
  const [code] = await once(child, "close");
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${code === 0 ? "ok    " : "FAILED"} ${gate.padEnd(16)} ${seconds.padStart(6)} s`);
  if (code === 0) return;
  failed.push(gate);
  // Biome colours each character, for a terminal or not.
  console.log(stripVTControlCharacters(Buffer.concat(output).toString("utf8")));
}

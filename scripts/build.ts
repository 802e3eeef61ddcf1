// Writes dist/: ES modules and CommonJS, each with its declarations, by two plain runs of tsc. The ES
// modules are then joined, since loading a hundred small files takes Node longer than all they do: a root
// import costs 1.6 times an import of @bufbuild/protobuf without this, and hardly more with it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { manifest, subpaths } from "./subpaths.js";

const TSC = "node_modules/typescript/bin/tsc";

rmSync("dist", { recursive: true, force: true });
const codes = await Promise.all(["tsconfig.build.json", "tsconfig.build.cjs.json"].map(compile));
process.exitCode = Math.max(...codes);

// Without it, Node would read dist/cjs as the ES modules that our package.json announces.
writeFileSync("dist/cjs/package.json", '{"type":"commonjs"}\n');

await joinModules();

async function compile(project: string): Promise<number> {
  const tsc = spawn(process.execPath, [TSC, "-p", project], { stdio: "inherit" });
  const [code] = await once(tsc, "close");
  return code ?? 1;
}

/**
 * Joins the modules behind the entries into a few shared ones. What is published by its own path (the
 * entries, the command, and all of gen) keeps its file.
 */
async function joinModules(): Promise<void> {
  const published = [
    ...subpaths.map(({ source }) => `dist/esm/${source.replace(/\.ts$/, ".js")}`),
    ...Object.values(manifest.bin),
    ...filesIn("dist/esm/gen"),
  ];
  const result = await build({
    entryPoints: published,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    packages: "external",
    outdir: "dist/esm",
    outbase: "dist/esm",
    chunkNames: "src/shared-[hash]",
    legalComments: "none",
    allowOverwrite: true,
    metafile: true,
    logLevel: "warning",
  });
  const written = Object.keys(result.metafile.outputs);
  for (const file of written) writeFileSync(file, withOwnNames(readFileSync(file, "utf8")));
  const kept = new Set(written);
  for (const file of filesIn("dist/esm/src")) if (!kept.has(file)) rmSync(file);
}

/**
 * Gives classes that name themselves their names back, which stand in traces: esbuild writes
 * `var RpcError = class _RpcError`. Its own option for that wraps every function, and doubles bundles.
 */
function withOwnNames(code: string): string {
  const names = [...code.matchAll(/\bvar (\w+) = class _\1\b/g)].map(([, name = ""]) => name);
  return names.reduce(
    (text, name) => text.replaceAll(new RegExp(`\\b_${name}\\b`, "g"), name),
    code,
  );
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".js"))
    .map((file) => join(folder, file));
}

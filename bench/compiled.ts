import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);
const target = new URL("node_modules/.cache/rpc-status-bench/", root);

/**
 * Compiles the library as `npm run build` does, next to its dependencies, and measures that: what tsx
 * makes of the sources names every closure at run time, which users do not pay.
 */
export function compileLibrary(): void {
  mkdirSync(target, { recursive: true });
  // Node looks for the package's type no further up than node_modules.
  writeFileSync(new URL("package.json", target), '{"type":"module"}\n');
  const path = (name: string, base: URL) => fileURLToPath(new URL(name, base));
  const { status } = spawnSync(
    process.execPath,
    [
      path("node_modules/typescript/bin/tsc", root),
      ...["-p", path("tsconfig.build.json", root), "--outDir", fileURLToPath(target)],
      ...["--declaration", "false", "--noCheck", "--incremental"],
      ...["--tsBuildInfoFile", path("tsbuildinfo", target)],
    ],
    { stdio: ["ignore", 2, 2] },
  );
  if (status !== 0) throw new Error("the library does not compile");
}

/** Where a compiled module is, named by its path among the sources, such as `src/entry/wire.js`. */
export function compiledUrl(path: string): string {
  return new URL(path, target).href;
}

/** The entries of the compiled library. */
export interface Library {
  readonly root: typeof import("../src/entry/index.js");
  readonly wire: typeof import("../src/entry/wire.js");
}

export async function importLibrary(): Promise<Library> {
  return {
    root: await import(compiledUrl("src/entry/index.js")),
    wire: await import(compiledUrl("src/entry/wire.js")),
  };
}

import { spawnSync } from "node:child_process";

const root = new URL("../", import.meta.url);
const built = new URL("dist/esm/", root);

/**
 * Builds the library, and what is measured is the build: tsx would name every closure of the sources at
 * run time, and load them as a hundred files, neither of which users pay.
 */
export function compileLibrary(): void {
  const { status } = spawnSync("npm run --silent build", {
    cwd: root,
    shell: true,
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) throw new Error("the library does not compile");
}

/** Where a built entry is, named by its path among the sources, such as `src/entry/wire.js`. */
export function compiledUrl(path: string): string {
  return new URL(path, built).href;
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

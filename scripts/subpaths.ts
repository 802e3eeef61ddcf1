import { readFileSync } from "node:fs";

interface Manifest {
  readonly exports: Readonly<Record<string, string | { import: string; require: string }>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly typesVersions: { readonly "*": Readonly<Record<string, readonly [string]>> };
}

export interface Subpath {
  /** As in the exports map: `.`, `./wire`. */
  readonly name: string;
  /** The module that it publishes: `src/entry/wire.ts`. */
  readonly source: string;
}

export const manifest: Manifest = JSON.parse(readFileSync("package.json", "utf8"));

/** The hand-written entries of package.json's exports map. Its patterns, as for gen/, are left out. */
export const subpaths: readonly Subpath[] = Object.entries(manifest.exports).flatMap(
  ([name, target]) =>
    typeof target === "string" || name.includes("*")
      ? []
      : [{ name, source: target.import.replace(/^\.\/dist\/esm\/(.*)\.js$/, "$1.ts") }],
);

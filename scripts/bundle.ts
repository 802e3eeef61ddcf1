import { type BuildResult, build } from "esbuild";

export interface Bundle {
  /** The code of the bundle. */
  readonly text: string;
  /** What it imports and does not contain. */
  readonly externals: readonly string[];
}

/**
 * Bundles modules of src as an application's bundler would, for the browser and minified, without the
 * packages they import.
 *
 * @param sources - paths such as `src/entry/index.ts`; everything that they export is kept.
 */
export async function bundle(
  sources: readonly string[],
  options: { mangleNames: boolean } = { mangleNames: true },
): Promise<Bundle> {
  const result: BuildResult<{ write: false; metafile: true }> = await build({
    stdin: {
      contents: sources.map(exportAll).join("\n"),
      resolveDir: ".",
    },
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    packages: "external",
    minifySyntax: true,
    minifyWhitespace: true,
    minifyIdentifiers: options.mangleNames,
    write: false,
    metafile: true,
  });
  return {
    text: result.outputFiles.map((file) => file.text).join("\n"),
    externals: Object.values(result.metafile.outputs).flatMap((output) =>
      output.imports.filter((entry) => entry.external).map((entry) => entry.path),
    ),
  };
}

/** A namespace each from the second on, since two modules may export the same name. */
function exportAll(path: string, index: number): string {
  return index === 0 ? `export * from "./${path}";` : `export * as _${index} from "./${path}";`;
}

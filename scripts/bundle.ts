import { type BuildResult, build } from "esbuild";

export interface Bundle {
  /** The code of the bundle. */
  readonly text: string;
  /** What it imports and does not contain. */
  readonly externals: readonly string[];
}

export interface BundleOptions {
  /** Whether local names are shortened. Default: true. */
  readonly mangleNames?: boolean;
  /** Whether `@bufbuild/protobuf` becomes part of the bundle. The peers never do. Default: false. */
  readonly withProtobuf?: boolean;
}

const PEERS = ["@grpc/grpc-js", "@connectrpc/*"];

/** A module, and what is imported from it; without names, all that it exports. */
export interface ImportedModule {
  readonly path: string;
  readonly names?: readonly string[] | undefined;
}

/**
 * Bundles modules as an application's bundler would, for the browser and minified, without the packages
 * they import.
 *
 * @param modules - packages, or paths such as `./src/entry/index.ts`, whose exports are all kept, or some.
 */
export async function bundle(
  modules: readonly (string | ImportedModule)[],
  { mangleNames = true, withProtobuf = false }: BundleOptions = {},
): Promise<Bundle> {
  const result: BuildResult<{ write: false; metafile: true }> = await build({
    stdin: {
      contents: modules.map(exportOf).join("\n"),
      resolveDir: ".",
    },
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    external: withProtobuf ? PEERS : [...PEERS, "@bufbuild/protobuf"],
    minifySyntax: true,
    minifyWhitespace: true,
    minifyIdentifiers: mangleNames,
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

/** Names of its own for each module, since two may export the same one. */
function exportOf(module: string | ImportedModule, index: number): string {
  const { path, names } = typeof module === "string" ? { path: module } : module;
  if (names === undefined) return `export * as _${index} from "${path}";`;
  return `export { ${names.map((name) => `${name} as _${index}_${name}`).join(", ")} } from "${path}";`;
}

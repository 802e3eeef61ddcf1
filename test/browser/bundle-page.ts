import { build } from "esbuild";

/**
 * The script of the page with the library in it, as an application would be packed: minified, so that no
 * class has its name, and in one file.
 */
export async function bundlePage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ["test/browser/page.ts"],
    bundle: true,
    format: "esm",
    // Nothing of Node resolves.
    platform: "browser",
    target: "es2022",
    minify: true,
    write: false,
  });
  return outputFiles.map(({ text }) => text).join("\n");
}

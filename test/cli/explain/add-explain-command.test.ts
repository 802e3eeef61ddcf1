import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const ROOT = new URL("../../../", import.meta.url).pathname;

describe("addExplainCommand", () => {
  it("leaves the providers' tables to whoever explains, so that other commands start without", async () => {
    const { metafile } = await build({
      ...{ absWorkingDir: ROOT, entryPoints: ["src/cli/main.ts"], outdir: "none" },
      ...{ bundle: true, splitting: true, write: false, metafile: true, logLevel: "silent" },
      ...{ format: "esm", platform: "node", packages: "external" },
    });
    const loaded = new Set<string>();
    const load = (path: string) => {
      if (loaded.has(path)) return;
      loaded.add(path);
      for (const { kind, path: next, external } of metafile.inputs[path]?.imports ?? []) {
        if (kind === "import-statement" && external !== true) load(next);
      }
    };
    load("src/cli/main.ts");
    expect(loaded).toContain("src/cli/explain/add-explain-command.ts");
    // What breaks the lines of a tree holds no table.
    expect([...loaded].filter((path) => path.startsWith("src/providers/"))).toEqual([
      "src/providers/render/wrap-words.ts",
    ]);
    expect(Object.keys(metafile.inputs)).toContain("src/providers/gemini.ts");
  });
});

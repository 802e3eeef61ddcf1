import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { describe, expect, it } from "vitest";
import { subpaths } from "../../scripts/subpaths.js";

const root = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
/** As far as it is read here. */
interface Cruiser {
  readonly forbidden: readonly { readonly name: string; readonly to: { readonly path?: string } }[];
}
const config = new URL("dependency-cruiser.config.mjs", root).href;
const { default: cruiser }: { readonly default: Cruiser } = await import(config);
const page = read("docs/architecture.md");

/** The rows of the table of layers. */
const layers = [...page.matchAll(/^\| (\d+) \| `([\w-]+)\/` \| .* \| (.*) \| (.*) \|$/gm)].map(
  ([, layer, folder = "", packages = "", names = ""]) => ({
    layer: Number(layer),
    folder,
    packages: inCode(packages),
    subpaths: inCode(names),
  }),
);

function inCode(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}

/** All TypeScript of a folder of `src/`. */
function sources(folder: string): string[] {
  const files = readdirSync(new URL(`src/${folder}`, root), { recursive: true, encoding: "utf8" });
  return files.filter((name) => name.endsWith(".ts")).map((name) => read(`src/${folder}/${name}`));
}

/** The packages that a folder imports, Node's own left out. */
function imported(folder: string): string[] {
  const specifiers = sources(folder).flatMap((text) =>
    [...text.matchAll(/(?:^(?:import|export|\}) .*from |^import |import\()"([^."][^"]*)"/gm)].map(
      ([, specifier = ""]) => specifier,
    ),
  );
  const names = specifiers.map((specifier) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? "");
  const own = (name: string) => name.startsWith("node:") || builtinModules.includes(name);
  return [...new Set(names.filter((name) => !own(name)))].sort();
}

/** The folders that the rule of a folder forbids it to import. */
function forbidden(folder: string): string[] {
  const rule = cruiser.forbidden.find(({ name }) => name === `${folder}-imports-downwards`);
  const [, names = ""] = /^\^src\/\((.*)\)\/$/.exec(String(rule?.to.path)) ?? [];
  return names.split("|").sort();
}

describe("the table of layers", () => {
  it("has every folder of src once", () => {
    expect(layers.map(({ folder }) => folder).sort()).toEqual(
      readdirSync(new URL("src", root)).sort(),
    );
  });

  it.each(layers)("lets $folder import what the check lets it import", ({ folder, layer }) => {
    const above = layers.filter((other) => other.layer <= layer && other.folder !== folder);
    expect(forbidden(folder)).toEqual(above.map((other) => other.folder).sort());
  });

  it.each(layers)("names the packages that $folder imports", ({ folder, packages }) => {
    expect(imported(folder)).toEqual(packages);
  });

  it.each(layers.filter(({ subpaths: listed }) => listed.length > 0))(
    "names subpaths that have names of $folder",
    ({ folder, subpaths: listed }) => {
      const exposing = subpaths.filter(({ source }) => read(source).includes(`"../${folder}/`));
      expect(exposing.map(({ name }) => name)).toEqual(expect.arrayContaining(listed));
    },
  );

  it("has every subpath of package.json", () => {
    const listed = new Set(layers.flatMap((row) => row.subpaths));
    expect([...listed].sort()).toEqual(subpaths.map(({ name }) => name).sort());
  });
});

describe("the picture of the layers", () => {
  const [, picture = ""] = /```mermaid\n([\s\S]*?)```/.exec(page) ?? [];

  it("has every folder of the table, from top to bottom in its order", () => {
    const drawn = [...picture.matchAll(/\["([\w-]+)\//g)].map(([, name]) => name);
    expect(drawn).toEqual([...layers.map(({ folder }) => folder), "gen"]);
  });
});

describe("the page on the architecture", () => {
  it("names only files and folders that exist", () => {
    const paths = [...page.matchAll(/`((?:src|test|scripts)\/[\w./-]+|[\w-]+\/[\w./-]+\.ts)`/g)];
    const missing = paths
      .map(([, path = ""]) => (/^(src|test|scripts)\//.test(path) ? path : `src/${path}`))
      .filter((path) => !existsSync(new URL(path, root)));
    expect(paths.length).toBeGreaterThan(20);
    expect(missing).toEqual([]);
  });
});

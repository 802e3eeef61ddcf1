import { existsSync, readdirSync, readFileSync } from "node:fs";
import { inspect } from "node:util";
import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { checkBook } from "../../demo/cloud/books.js";
import { BookSchema } from "../../gen/example/library/v1/library_pb.js";
import { exampleBlocks } from "../../scripts/example-blocks.js";

const root = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const guides = readdirSync(new URL("docs", root)).filter((name) => name.endsWith(".md"));
const pages = ["README.md", "examples/README.md", ...guides.map((name) => `docs/${name}`)];

describe.each(pages)("%s", (page) => {
  const text = read(page);
  const shown = exampleBlocks(text);

  it("shows no TypeScript that is not a file of examples/", () => {
    const blocks = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ""]) => code);
    expect(shown.map(({ code }) => code)).toEqual(blocks);
  });

  it("shows each example as it is", () => {
    for (const { path, code } of shown) expect(code, path).toBe(read(path));
  });

  it("links only to files and headings that exist", () => {
    const targets = [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)];
    for (const [, path = "", heading] of targets) {
      const target = path === "" ? page : new URL(path, new URL(page, root)).pathname;
      expect(existsSync(new URL(target, root)), path).toBe(true);
      if (heading !== undefined) expect(anchors(read(target))).toContain(heading);
    }
  });
});

describe("the guides", () => {
  it("are each in the index of docs/", () => {
    const index = read("docs/README.md");
    const missing = guides.filter((name) => name !== "README.md" && !index.includes(`](${name})`));
    expect(missing).toEqual([]);
  });

  it("show something of each folder of examples/", () => {
    const all = pages.map(read).join("\n");
    const folders = readdirSync(new URL("examples", root)).filter((name) => name !== "README.md");
    const hidden = folders.filter((name) => !all.includes(`<!-- examples/${name}/`));
    // The service that all the others call.
    expect(hidden).toEqual(["library"]);
  });
});

describe("README", () => {
  const readme = read("README.md");

  it("shows an error as it prints, the one of the demo", () => {
    const [, tree] = /```text\n([\s\S]*?)```/.exec(readme) ?? [];
    let error: unknown;
    try {
      checkBook(create(BookSchema));
    } catch (thrown) {
      error = thrown;
    }
    expect(`${inspect(error)}\n`).toBe(tree);
  });

  it("names only commands that package.json has", () => {
    const { scripts } = JSON.parse(read("package.json"));
    const commands = [...readme.matchAll(/^\$ npm (?:run )?([\w:]+)/gm)].map(
      ([, name = ""]) => name,
    );
    for (const name of commands.filter((command) => command !== "install"))
      expect(scripts).toHaveProperty([name]);
  });
});

/** As GitHub writes the anchors of a page's headings. */
function anchors(markdown: string): string[] {
  const headings = [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, words = ""]) => words);
  return headings.map((words) =>
    words
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

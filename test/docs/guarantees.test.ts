import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SIZE_BUDGETS } from "../../scripts/size-budgets.js";

const root = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const page = read("docs/guarantees.md");

/** The rows of the limits: the first number of the second column, and the constant that the last one names. */
const limits = [
  ...page.matchAll(/^\| ([^|]+) \| ([\d,]+)[^|]*\|.*\| \[`([A-Z_]+)`\]\(\.\.\/(\S+)\) \|$/gm),
].map(([, what = "", shown = "", name = "", file = ""]) => ({ what, shown, name, file }));

/** The value of a constant in the text of a module: a number, a product or a shift of numbers. */
function constant(text: string, name: string): number {
  const [, value = ""] = new RegExp(`^(?:export )?const ${name} = (.*);$`, "m").exec(text) ?? [];
  const [base = Number.NaN, shift = 0] = value
    .split("<<")
    .map((side) => side.split("*").reduce((product, factor) => product * number(factor), 1));
  return base * 2 ** shift;
}

function number(literal: string): number {
  return Number(literal.trim().replaceAll("_", ""));
}

describe("the limits of docs/guarantees.md", () => {
  it.each(limits)("$name: $what, as in the source", ({ shown, name, file }) => {
    expect(shown).toBe(constant(read(file), name).toLocaleString("en"));
  });

  it("are all in rows that were read here", () => {
    expect(limits).toHaveLength(page.match(/\| \[`/g)?.length ?? 0);
  });
});

describe("the guarantees of docs/guarantees.md", () => {
  it("name each a test or a command", () => {
    const [, tables = ""] = /## What holds\n([\s\S]*)\n## Limits/.exec(page) ?? [];
    const rows = tables.split("\n").filter((line) => /^\| (?!guarantee)/.test(line));
    expect(rows.length).toBeGreaterThan(30);
    for (const row of rows) expect(row).toMatch(/\(\.\.\/test\/|`npm run /);
  });

  it("name only commands that package.json has", () => {
    const { scripts } = JSON.parse(read("package.json"));
    for (const [, name = ""] of page.matchAll(/`npm run ([\w:]+)/g))
      expect(scripts).toHaveProperty([name]);
  });

  it("give the budget of the root's size", () => {
    const budget = SIZE_BUDGETS.find(({ subpath }) => subpath === ".")?.beyondProtobuf ?? 0;
    expect(page).toContain(`at most ${budget.toLocaleString("en")} bytes beyond`);
  });
});

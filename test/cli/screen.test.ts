import { describe, expect, it } from "vitest";
import { runCli } from "../../src/cli/run-cli.js";
import { screenOf } from "../../src/cli/screen.js";
import { columnsOf } from "../../src/providers/render/wrap-words.js";
import { badRequest } from "../../src/status/builders/bad-request.js";
import { body } from "./explain/inputs.js";

type Stdout = { readonly isTTY?: boolean; readonly columns?: number };

/** An error whose tree has long lines, on all of its levels. */
const LONG = body(
  "INVALID_ARGUMENT",
  badRequest([
    {
      field: "book.title",
      description: "must have a word for each day of the week ".repeat(5).trim(),
    },
    { field: "book.isbn", description: "must be 13 digits" },
  ]),
);

async function written(command: string, stdout: Stdout): Promise<string> {
  let text = "";
  const io = {
    stdin: Object.assign([], { async *[Symbol.asyncIterator]() {} }),
    stdout: { ...stdout, write: (part: string) => (text += part) },
    stderr: { write: () => {} },
    env: { NO_COLOR: "1" },
  };
  expect(await runCli([command, LONG], io)).toBe(0);
  return text;
}

const treeOf = (text: string) => text.split("\n\n", 1)[0] ?? "";
const widest = (text: string) => Math.max(...text.split("\n").map(columnsOf));
const words = (text: string) => text.split(/[\s│├└]+/).filter(Boolean);

describe("screenOf", () => {
  it.each<[Stdout, number, number]>([
    [{ isTTY: true, columns: 80 }, 80, 80],
    [{ isTTY: true, columns: 60 }, 60, 60],
    [{ isTTY: true, columns: 200 }, 100, 200],
    [{ isTTY: true, columns: 3 }, 20, 20],
    [{ isTTY: true }, 80, 80],
    [{}, 80, Number.POSITIVE_INFINITY],
    [{ columns: 60 }, 80, Number.POSITIVE_INFINITY],
  ])("of %j, lays text out in %i columns and breaks lines at %d", (stdout, width, lineWidth) => {
    const io = { stdout: { ...stdout, write: () => {} } };
    expect(screenOf(io)).toMatchObject({ width, lineWidth });
  });
});

describe.each(["decode", "explain"])("rpc-status %s, of a tree with long lines", (command) => {
  it.each([80, 60])("breaks them between words in a terminal of %i columns", async (columns) => {
    const tree = treeOf(await written(command, { isTTY: true, columns }));
    expect(widest(tree)).toBeLessThanOrEqual(columns);
    expect(widest(tree)).toBeGreaterThan(columns - 20);
    const whole = treeOf(await written(command, {}));
    expect(words(tree)).toEqual(words(whole));
    expect(tree.split("\n").length).toBeGreaterThan(whole.split("\n").length);
  });

  it("leaves them whole in a pipe", async () => {
    const tree = treeOf(await written(command, {}));
    expect(widest(tree)).toBeGreaterThan(200);
    expect(tree).toContain("must have a word for each day of the week must have");
  });
});

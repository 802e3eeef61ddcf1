import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { quickly } from "./quickly.js";

const src = new URL("../../src/", import.meta.url).pathname;

/** Every regular expression in the sources, with the file that it is in. */
const expressions = sourceFiles().flatMap((file) => {
  const source = ts.createSourceFile(
    file,
    readFileSync(src + file, "utf8"),
    ts.ScriptTarget.ES2022,
  );
  const found: (readonly [file: string, expression: RegExp])[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isRegularExpressionLiteral(node)) found.push([file, fromLiteral(node.text)]);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
});

function sourceFiles(): string[] {
  return readdirSync(src, { encoding: "utf8", recursive: true }).filter((name) =>
    name.endsWith(".ts"),
  );
}

function fromLiteral(text: string): RegExp {
  const end = text.lastIndexOf("/");
  return new RegExp(text.slice(1, end), text.slice(end + 1));
}

/** Long enough that a step for each pair of characters shows. */
const SHORT = 8_192;
/** Long enough that it takes far too long. */
const LONG = 65_536;
/** What no expression takes for a short text, but for a busy machine: then the long one tells. */
const SUSPICIOUS_MS = 1;

/** What parts of an expression repeat. */
const FILLERS = [
  ..." \t\n_-.,:;'\"\\/(){}[]<>=%@&#0aAe",
  "\r\n",
  "\\n",
  '\\"',
  "a b ",
  "A_",
  "9 ",
  "\u00a0",
  "\ufffd",
  "\ud800",
];

/** Texts in which an expression begins to match again and again, or goes on matching for long, and then fails. */
function adversaries({ source }: RegExp): ((length: number) => string)[] {
  // What stands in an expression as it is. Everything that is optional or repeated is left to the fillers.
  const words = source
    .replace(
      /\\[bBdDsSwWnrt]|\\[ux][\da-fA-F]+|\[(?:[^\]\\]|\\.)*\]|\(\?[:=!<]+|\{\d+,?\d*\}|[*+?^$|().]/g,
      "\0",
    )
    .replace(/\\(.)/g, "$1")
    .split("\0")
    .filter((word) => word !== "");
  const together = ["", " ", "a", "\n "].map((between) => words.join(between));
  const openings = new Set(["", ...words, ...together]);
  return [...openings].flatMap((opening) =>
    FILLERS.flatMap((filler) => [
      (length: number) => `${opening}${repeat(filler, length)}\u0001`,
      (length: number) => `${repeat(opening + filler, length)}\u0001`,
    ]),
  );
}

function repeat(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}

function timeOf(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

describe("the regular expressions of the sources", () => {
  it("are found", () => {
    expect(expressions.length).toBeGreaterThan(50);
  });

  it.each(expressions.map(([file, expression]) => [String(expression), file, expression] as const))(
    "are linear: %s in %s",
    (_, __, expression) => {
      for (const adversary of adversaries(expression)) {
        const [short, long] = [adversary(SHORT), adversary(LONG)];
        if (timeOf(() => short.replace(expression, "")) < SUSPICIOUS_MS) continue;
        quickly(() => long.replace(expression, ""));
      }
    },
  );
});

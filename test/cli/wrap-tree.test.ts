import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wrapTree } from "../../src/cli/wrap-tree.js";

describe("wrapTree", () => {
  it("leaves a tree that fits as it is, spaces and all", () => {
    const tree =
      "RpcError [NOT_FOUND]: no  book\n├ RequestInfo 9b2d\n└ Help\n    a: https://a.example";
    expect(wrapTree(tree, 80)).toBe(tree);
    expect(wrapTree(tree, Number.POSITIVE_INFINITY)).toBe(tree);
  });

  it("breaks a long line between words, beside its branches", () => {
    const tree = [
      "RpcError [NOT_FOUND]: there is no such book here",
      "├ BadRequest",
      "│   book.title: must not be empty, REQUIRED",
      "└ Help",
      "    how to describe a book: https://library.example/import",
    ].join("\n");
    expect(wrapTree(tree, 30)).toBe(
      [
        "RpcError [NOT_FOUND]: there",
        "  is no such book here",
        "├ BadRequest",
        "│   book.title: must not be",
        "│     empty, REQUIRED",
        "└ Help",
        "    how to describe a book:",
        "      https://library.example/import",
      ].join("\n"),
    );
  });

  it("goes on beside the branch of a line that has a sibling below", () => {
    expect(wrapTree("├ one two three\n└ four five six", 10)).toBe(
      "├ one\n│   two\n│   three\n└ four\n    five\n    six",
    );
  });

  it("loses no word, and has no line that could be shorter", () => {
    const word = fc.stringMatching(/^[a-zé]{1,9}$/);
    const words = fc.array(word, { minLength: 1, maxLength: 30 });
    const branch = fc.constantFrom("", "├ ", "└ ", "│   ", "    ");
    fc.assert(
      fc.property(branch, words, fc.integer({ min: 20, max: 60 }), (start, all, width) => {
        const lines = wrapTree(start + all.join(" "), width).split("\n");
        expect(lines.flatMap((line) => line.match(/[a-zé]+/g) ?? [])).toEqual(all);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
      }),
    );
  });
});

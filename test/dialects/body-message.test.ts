import { describe, expect, it } from "vitest";
import { bodyMessage } from "../../src/dialects/body-message.js";
import type { Problem } from "../../src/wire/problem.js";

function read(...values: unknown[]) {
  const problems: Problem[] = [];
  return { message: bodyMessage(problems, ...values), kinds: problems.map(({ kind }) => kind) };
}

describe("bodyMessage", () => {
  it.each<[unknown[], string]>([
    [["first", "second"], "first"],
    [["", "second"], "second"],
    [[undefined, null, "third"], "third"],
    [[["one", "two"], "other"], "one; two"],
    [[[{ message: "one" }, { msg: "two" }, 5, null, ""]], "one; two"],
    [[[], "second"], "second"],
    [[], ""],
    [["<html><title>Bad Gateway</title></html>"], "Bad Gateway"],
    [["a < b"], "a < b"],
  ])("reads %j as %j", (values, message) => {
    expect(read(...values)).toEqual({ message, kinds: [] });
  });

  it.each<[unknown, string]>([
    [{ message: "inner" }, "inner"],
    [{ foo: 1 }, "other"],
    [{ message: { toString: 1 } }, "other"],
    [5, "other"],
    [true, "other"],
  ])("says that %j is no string, and reads %j", (value, message) => {
    expect(read(value, "other")).toEqual({ message, kinds: ["json"] });
  });

  it("has no more of a list than fits into a message", () => {
    expect(read(Array(100_000).fill("x")).message).toBe("x; x; x; x; x; x; x; x");
  });
});

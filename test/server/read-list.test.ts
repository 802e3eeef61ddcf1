import { describe, expect, it } from "vitest";
import { readList } from "../../src/server/read-list.js";
import { everyTrapThrows, revoked, withThrowingGetter } from "../fixtures/throwing-values.js";

describe("readList", () => {
  it("gives the first entries and counts all", () => {
    expect(readList([1, 2, 3], 2)).toEqual({ entries: [1, 2], total: 3 });
    expect(readList([1], 2)).toEqual({ entries: [1], total: 1 });
  });

  it("reads an entry that throws as undefined", () => {
    expect(readList(withThrowingGetter("0", [1, 2]), 5)).toEqual({
      entries: [undefined, 2],
      total: 2,
    });
  });

  it("does not walk through a list of holes", () => {
    expect(readList(new Array(4_294_967_295), 2)).toEqual({
      entries: [undefined, undefined],
      total: 4_294_967_295,
    });
  });

  it.each([
    ["an empty list", []],
    ["no list", { length: 1, 0: "a" }],
    ["a text", "ab"],
    ["nothing", undefined],
    ["a list whose members throw", everyTrapThrows([1])],
    ["a revoked proxy", revoked([1])],
    ["a list that lies about its length", new Proxy([1], { get: () => Number.NaN })],
  ])("gives undefined for %s", (_, value) => {
    expect(readList(value, 5)).toBeUndefined();
  });
});

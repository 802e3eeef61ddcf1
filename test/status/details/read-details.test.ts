import { describe, expect, it } from "vitest";
import { readDetails } from "../../../src/status/details/read-details.js";
import { isJsonObject } from "../../../src/wire/members.js";
import type { Problem } from "../../../src/wire/problem.js";
import { MAX_DETAILS } from "../../../src/wire/status-proto.js";

function read(value: unknown) {
  const problems: Problem[] = [];
  const details = readDetails(value, problems);
  return { types: details.map(({ type }) => type), kinds: problems.map(({ kind }) => kind) };
}

describe("readDetails", () => {
  it("reads the entries in order, duplicates included", () => {
    const entries = ["a.A", "b.B", "a.A"].map((type) => ({ "@type": `x/${type}` }));
    expect(read(entries)).toEqual({ types: ["a.A", "b.B", "a.A"], kinds: [] });
  });

  it.each([undefined, null, []])("finds no detail and no problem in %j", (value) => {
    expect(read(value)).toEqual({ types: [], kinds: [] });
  });

  it("reports each entry that is no object and reads the others", () => {
    const value = [
      "text",
      { "@type": "x/a.A" },
      null,
      5,
      [{ "@type": "x/b.B" }],
      { "@type": "x/c.C" },
    ];
    expect(read(value)).toEqual({ types: ["a.A", "c.C"], kinds: ["json", "json", "json", "json"] });
  });

  it("reads a single object where a list belongs, and says so", () => {
    expect(read({ "@type": "x/a.A" })).toEqual({ types: ["a.A"], kinds: ["json"] });
  });

  it.each(["text", 5, true])("reports %j, which is no list", (value) => {
    const { types, kinds } = read(value);
    expect(types).toEqual([]);
    expect(new Set(kinds)).toEqual(new Set(["json"]));
  });

  it("reads no more than MAX_DETAILS of a million entries and counts the rest", () => {
    const entry = { "@type": "x/a.A" };
    const start = performance.now();
    const { types, kinds } = read(Array.from({ length: 1_000_000 }, () => entry));
    expect(performance.now() - start).toBeLessThan(1000);
    expect(types).toHaveLength(MAX_DETAILS);
    expect(kinds).toEqual(["detail-limit"]);
  });
});

describe("isJsonObject", () => {
  it("holds for objects that are neither null nor a list", () => {
    expect([{}, Object.create(null), { a: 1 }].every(isJsonObject)).toBe(true);
    expect([null, undefined, [], "{}", 5, true, () => ({})].some(isJsonObject)).toBe(false);
  });
});

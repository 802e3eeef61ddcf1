import { describe, expect, it } from "vitest";
import { prefersProblemJson } from "../../src/http/prefers-problem-json.js";

describe("prefersProblemJson", () => {
  it.each([
    "application/problem+json",
    "application/problem+json, application/json",
    "application/json, application/problem+json",
    "application/json;q=0.8, application/problem+json;q=0.9",
    "application/problem+json, */*",
    "application/problem+json;q=0.5, */*;q=0.1",
    "APPLICATION/PROBLEM+JSON",
    "application/problem+json ; charset=utf-8 ; q=1.000",
    "application/problem+json;q=0, application/problem+json;q=0.3",
    "application/problem+json;q=many",
    "text/html, application/problem+json;q=0.001",
  ])("is asked for by %j", (accept) => {
    expect(prefersProblemJson(accept)).toBe(true);
  });

  it.each([
    "",
    "*/*",
    "application/*",
    "application/json",
    "text/html",
    "application/json, application/problem+json;q=0.9",
    "application/*, application/problem+json;q=0.9",
    "*/*, application/problem+json;q=0.9",
    "application/problem+json;q=0",
    "application/problem+xml",
    "application/problem+jsonx",
    ",,,;;;q=1",
  ])("is not asked for by %j", (accept) => {
    expect(prefersProblemJson(accept)).toBe(false);
  });

  it("has the more particular range tell about plain JSON", () => {
    const problem = "application/problem+json;q=0.5";
    expect(prefersProblemJson(`${problem}, application/json;q=0.1, */*`)).toBe(true);
    expect(prefersProblemJson(`${problem}, application/json;q=0.9, */*;q=0.1`)).toBe(false);
  });

  it("reads the beginning of a header without end", () => {
    expect(prefersProblemJson(`${"x/y,".repeat(500_000)}application/problem+json`)).toBe(false);
    expect(prefersProblemJson(`application/problem+json${",x/y".repeat(500_000)}`)).toBe(true);
  });
});

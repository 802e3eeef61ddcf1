import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { problem } from "../../src/wire/problem.js";

describe("problem", () => {
  it("holds kind and message, and no value where none is given", () => {
    expect(problem("json", "message is no string")).toEqual({
      kind: "json",
      message: "message is no string",
    });
  });

  it("shortens a long value to 80 characters and a sign that it was cut", () => {
    expect(problem("base64", "m", "x".repeat(80)).value).toBe("x".repeat(80));
    expect(problem("base64", "m", "x".repeat(1_000_000)).value).toBe(`${"x".repeat(80)}…`);
  });

  it("does not cut a character of two code units in half", () => {
    const { value } = problem("base64", "m", `x${"\u{1f600}".repeat(100)}`);
    expect(() => encodeURI(value ?? "")).not.toThrow();
  });

  it("says how long a list is, which as a text would be as long as all that is in it", () => {
    expect(problem("json", "m", [[1, 2], "a", {}]).value).toBe("a list of 3");
    expect(problem("json", "m", []).value).toBe("a list of 0");
  });

  it("never throws, whatever the value is", () => {
    const hostile = [
      Object.create(null),
      Symbol("s"),
      10n,
      { toString: () => ({}) },
      {
        toString() {
          throw new Error("no text");
        },
      },
      new Proxy(
        {},
        {
          get() {
            throw new Error("no property");
          },
        },
      ),
    ];
    for (const value of hostile)
      expect(problem("json", "m", value).value).toEqual(expect.any(String));
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), (value) => {
        const { value: text } = problem("json", "m", value);
        expect(text === undefined).toBe(value === undefined);
        expect((text ?? "").length).toBeLessThanOrEqual(81);
      }),
    );
  });
});

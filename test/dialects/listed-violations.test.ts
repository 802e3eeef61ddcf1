import { describe, expect, it } from "vitest";
import { listedViolations } from "../../src/dialects/listed-violations.js";

describe("listedViolations", () => {
  it.each([
    [{ errors: [{ pointer: "/isbn", detail: "too short" }] }, [["/isbn", "too short"]]],
    [{ "invalid-params": [{ name: "isbn", reason: "too short" }] }, [["isbn", "too short"]]],
    [{ violations: [{ propertyPath: "isbn", message: "too short" }] }, [["isbn", "too short"]]],
    [
      { errors: { isbn: ["too short", "no number"], title: "empty" } },
      [
        ["isbn", "too short"],
        ["isbn", "no number"],
        ["title", "empty"],
      ],
    ],
    [{ errors: "text", violations: [{ field: "isbn" }] }, [["isbn", undefined]]],
    [
      { errors: [null, 5, "text"] },
      [
        [undefined, undefined],
        [undefined, undefined],
        [undefined, undefined],
      ],
    ],
    [{ errors: null }, []],
    [{ errors: "text" }, []],
    [{}, []],
  ])("reads %j", (body, violations) => {
    expect(listedViolations(body)).toEqual(violations);
  });

  it("reads a field called __proto__ as any other", () => {
    expect(listedViolations(JSON.parse('{"errors":{"__proto__":["wrong"]}}'))).toEqual([
      ["__proto__", "wrong"],
    ]);
  });
});

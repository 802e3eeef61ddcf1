import { describe, expect, it } from "vitest";
import { checkInput } from "./check-input.js";
import { describeFailure, fuzz } from "./fuzz.js";
import type { FuzzInput } from "./fuzz-input.js";
import { vectorInputs } from "./vector-inputs.js";

describe("fuzz", () => {
  it("reaches bodies parsed, as text and as bytes, thrown values and texts, trailers, and details alone", () => {
    const forms = new Set<string>();
    const check = (input: FuzzInput) => {
      const body = "http" in input && "body" in input.http ? `, ${typeof input.http.body}` : "";
      forms.add(`${Object.keys(input).sort()}${body}`);
      return undefined;
    };
    fuzz({ cases: 5_000, seed: 3, inputs: vectorInputs, check });
    expect([...forms]).toEqual(
      expect.arrayContaining([
        "http, object",
        "http, string",
        "base64,http",
        "value",
        "text",
        "trailers",
        "details",
        "detailsText",
      ]),
    );
  });

  it("finds what is wrong, the same for the same seed, and leaves out what has nothing to do with it", () => {
    const check = (input: FuzzInput) =>
      JSON.stringify(input).includes("__proto__") ? "knows no __proto__" : undefined;
    const options = { cases: 100_000, seed: 4, inputs: vectorInputs, check };
    const failure = fuzz(options);
    expect(JSON.stringify(failure?.input).length).toBeLessThan(80);
    expect(failure && describeFailure(failure)).toMatch(
      /^seed 4, case \d+: knows no __proto__\ninput: /,
    );
    expect(fuzz(options)).toEqual(failure);
  });
});

describe("checkInput", () => {
  it("tells of an answer that should be an error", () => {
    expect(checkInput({ http: { status: 404 } })).toBeUndefined();
    expect(checkInput({ http: { status: 200 } })).toBeUndefined();
  });

  it("tells of a decoder that throws", () => {
    const input = Object.defineProperty({}, "text", {
      enumerable: true,
      get: () => {
        throw new RangeError("too deep");
      },
    });
    expect(checkInput(input as FuzzInput)).toMatch(/^threw RangeError: too deep/);
  });
});

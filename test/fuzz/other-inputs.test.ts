import { expect, it } from "vitest";
import { describeFailure, fuzz } from "./fuzz.js";
import { vectorInputs } from "./vector-inputs.js";

// See bodies.test.ts.
const CASES = 50_000;
const SEED = 2;

it("decodes whatever became of a text, a value or trailers", { timeout: 300_000 }, () => {
  const inputs = vectorInputs.filter((input) => !("http" in input));
  const failure = fuzz({ cases: CASES, seed: SEED, inputs });
  expect(failure && describeFailure(failure)).toBeUndefined();
});

import { expect, it } from "vitest";
import { describeFailure, fuzz } from "./fuzz.js";
import { vectorInputs } from "./vector-inputs.js";

// The same cases each time, so that a failure belongs to the change that it comes with; `npm run fuzz` tries
// others. Half of all, since the other half can then run at the same time, see other-inputs.test.ts.
const CASES = 50_000;
const SEED = 1;

it("decodes whatever became of an answer over HTTP", { timeout: 300_000 }, () => {
  const inputs = vectorInputs.filter((input) => "http" in input);
  const failure = fuzz({ cases: CASES, seed: SEED, inputs });
  expect(failure && describeFailure(failure)).toBeUndefined();
});

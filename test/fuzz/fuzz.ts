import { inspect } from "node:util";
import { checkInput } from "./check-input.js";
import type { FuzzInput } from "./fuzz-input.js";
import { mutateInput } from "./mutate-input.js";
import { Random } from "./random.js";
import { shrink } from "./shrink.js";

/** What is tried, and how often. */
export interface FuzzOptions {
  readonly cases: number;
  /** The same seed gives the same cases. */
  readonly seed: number;
  /** What is changed. */
  readonly inputs: readonly FuzzInput[];
  /** What is wrong with an input; `undefined` where nothing is. */
  readonly check?: (input: FuzzInput) => string | undefined;
  /** Called now and then with the number of cases that are done. */
  readonly onProgress?: (done: number) => void;
}

/** An input that is not decoded as it should be. */
export interface FuzzFailure {
  /** What is wrong with it. */
  readonly wrong: string;
  readonly seed: number;
  readonly index: number;
  /** The smallest that was found to be wrong in the same way. */
  readonly input: FuzzInput;
}

/** Decodes many changed inputs, up to the first that is not decoded as it should be. */
export function fuzz(options: FuzzOptions): FuzzFailure | undefined {
  const { cases, seed, inputs, check = checkInput, onProgress } = options;
  const random = new Random(seed);
  for (let index = 0; index < cases; index++) {
    const mutated = mutateInput(random.pick(inputs), random, random.pick(inputs));
    const wrong = check(mutated);
    if (wrong !== undefined) {
      const input = shrink(mutated, (smaller) => kindOf(check(smaller)) === kindOf(wrong));
      return { wrong: check(input) ?? wrong, seed, index, input };
    }
    if (index % 1_000 === 0) onProgress?.(index);
  }
  return undefined;
}

/** A failure in words, with all that is needed to see it again. */
export function describeFailure({ wrong, seed, index, input }: FuzzFailure): string {
  const shown = inspect(JSON.stringify(input), { maxStringLength: 4_000 });
  return `seed ${seed}, case ${index}: ${wrong}\ninput: ${shown}`;
}

/** What a failure has in common with that of a smaller input. */
function kindOf(wrong: string | undefined): string | undefined {
  return wrong
    ?.split("\n", 1)[0]
    ?.replace(/\d+|(["'`]).*\1/g, "")
    .slice(0, 40);
}

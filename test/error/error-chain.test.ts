import { describe, expect, it } from "vitest";
import { errorChain } from "../../src/error/error-chain.js";
import { everyTrapThrows, revoked } from "../fixtures/throwing-values.js";

describe("errorChain", () => {
  it("lists an error, its causes and the members of what failed several times", () => {
    const [inner, one, other] = [new Error("inner"), new Error("one"), new Error("other")];
    one.cause = inner;
    const both = new AggregateError([one, other]);
    const outer = new Error("outer", { cause: both });
    expect(errorChain(outer)).toEqual([outer, both, one, other, inner]);
  });

  it("ends, whatever the errors are", () => {
    const round = new Error("its own cause");
    round.cause = round;
    expect(errorChain(round)).toEqual([round]);
    const wide = { errors: Array.from({ length: 1e5 }, () => new Error("one of many")) };
    expect(errorChain(wide).length).toBeLessThanOrEqual(16);
    for (const value of [undefined, null, 5, everyTrapThrows(), revoked(), revoked([])]) {
      expect(errorChain(value).length).toBe(1);
      expect(errorChain({ errors: value }).length).toBeLessThanOrEqual(2);
    }
  });
});

import { describe, expect, it } from "vitest";
import { errorChain, everyPath } from "../../src/retry/error-chain.js";
import { member } from "../../src/wire/members.js";
import { everyTrapThrows, revoked } from "../fixtures/throwing-values.js";

/** An error that says `verdict`, and what led to it. */
const said = (verdict: boolean | undefined, members: object = {}) => ({ verdict, ...members });
const verdictOf = (error: unknown) => member(error, "verdict") as boolean | undefined;
const ask = (error: unknown) => everyPath(error, verdictOf);

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

describe("everyPath", () => {
  it("lets the nearest error that says something decide", () => {
    expect(ask(said(true, { cause: said(false) }))).toBe(true);
    expect(ask(said(undefined, { cause: said(false, { cause: said(true) }) }))).toBe(false);
    expect(ask(said(undefined))).toBe(false);
  });

  it("asks all of several errors", () => {
    const ask2 = (...verdicts: (boolean | undefined)[]) =>
      ask(said(undefined, { errors: verdicts.map((verdict) => said(verdict)) }));
    expect(ask2(true, true)).toBe(true);
    expect(ask2(true, false)).toBe(false);
    expect(ask2(true, undefined)).toBe(false);
  });

  it("ends, whatever the errors are", () => {
    const round: { verdict: undefined; errors: unknown[] } = { verdict: undefined, errors: [] };
    round.errors = Array.from({ length: 16 }, () => round);
    expect(ask(round)).toBe(false);
    expect(ask(everyTrapThrows())).toBe(false);
    expect(ask({ errors: revoked([]) })).toBe(false);
  });
});

import { describe, expect, it } from "vitest";
import { everyPath } from "../../src/retry/every-path.js";
import { member } from "../../src/wire/members.js";
import { everyTrapThrows, revoked } from "../fixtures/throwing-values.js";

/** An error that says `verdict`, and what led to it. */
const said = (verdict: boolean | undefined, members: object = {}) => ({ verdict, ...members });
const verdictOf = (error: unknown) => member(error, "verdict") as boolean | undefined;
const ask = (error: unknown) => everyPath(error, verdictOf);

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

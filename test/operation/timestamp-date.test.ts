import { createContext, runInContext } from "node:vm";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { Long } from "@grpc/proto-loader";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateOf } from "../../src/operation/timestamp-date.js";
import { everyTrapThrows, revoked } from "../fixtures/throwing-values.js";

const TIME = new Date("2026-01-02T03:04:05.678Z");
const SECONDS = TIME.getTime() / 1000 - 0.678;

describe("dateOf", () => {
  it.each<[string, unknown]>([
    ["protobuf-es", timestampFromDate(TIME)],
    ["numbers", { seconds: SECONDS, nanos: 678_000_000 }],
    ["a Long", { seconds: Long.fromNumber(SECONDS), nanos: 678_000_000 }],
    ["the JSON of a Long", { seconds: { ...Long.fromNumber(SECONDS) }, nanos: 678_000_000 }],
    ["a string of seconds", { seconds: String(SECONDS), nanos: 678_999_999 }],
    ["a Date", TIME],
    ["a Date of another realm", runInContext(`new Date(${TIME.getTime()})`, createContext())],
    ["a Temporal.Instant", { epochMilliseconds: TIME.getTime() }],
    ["ProtoJSON", "2026-01-02T03:04:05.678Z"],
    ["ProtoJSON with nanoseconds", "2026-01-02T03:04:05.678901234Z"],
    ["RFC 3339 with an offset", "2026-01-02T06:04:05.678+03:00"],
  ])("reads %s", (_, value) => {
    expect(dateOf(value)).toEqual(TIME);
  });

  it("reads seconds alone, zero, and times before 1970", () => {
    expect(dateOf({ seconds: 0n })).toEqual(new Date(0));
    expect(dateOf({ seconds: 0, nanos: 0 })).toEqual(new Date(0));
    expect(dateOf({ seconds: "-1", nanos: 500_000_000 })).toEqual(new Date(-500));
    expect(dateOf({ seconds: Long.fromNumber(-1), nanos: 0 })).toEqual(new Date(-1000));
  });

  it("reads what protobuf-es makes of any date, by each kind of seconds", () => {
    const years = { min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(years), (date) => {
        const { seconds, nanos } = timestampFromDate(date);
        for (const kind of [
          seconds,
          Number(seconds),
          String(seconds),
          Long.fromString(`${seconds}`),
        ])
          expect(dateOf({ seconds: kind, nanos })).toEqual(date);
      }),
    );
  });

  it("gives a date of its own, which may be changed", () => {
    const date = new Date(TIME);
    dateOf(date)?.setTime(0);
    expect(date).toEqual(TIME);
  });

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a number", 1],
    ["no date", "soon"],
    ["a date without a time", "2026-01-02"],
    ["a date that is none", new Date(Number.NaN)],
    ["a month that is none", "2026-13-02T03:04:05Z"],
    ["a long text", "2".repeat(1_000_000)],
    ["an empty object", {}],
    ["seconds out of range", { seconds: 1e15, nanos: 0 }],
    ["seconds that are no number", { seconds: "many" }],
    ["nanos that are no number", { seconds: 1, nanos: "x" }],
    ["a list", []],
    ["what only says that it is a Date", { [Symbol.toStringTag]: "Date" }],
    ["a proxy all of whose traps throw", everyTrapThrows()],
    ["a revoked proxy", revoked()],
    ["a symbol", Symbol("s")],
  ])("finds no date in %s", (_, value) => {
    expect(dateOf(value)).toBeUndefined();
  });
});

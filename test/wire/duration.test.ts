import { create, fromJson, toJson } from "@bufbuild/protobuf";
import { DurationSchema, durationMs } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { durationFromMs, msFromDuration } from "../../src/wire/duration.js";

// Built from seconds, so that what JSON calls "1.5s" is the expected value.
const fromText = (text: string) => {
  const { seconds, nanos } = fromJson(DurationSchema, text);
  return { seconds, nanos };
};

describe("durationFromMs", () => {
  it.each([
    [0, "0s"],
    [1, "0.001s"],
    [1500, "1.5s"],
    [999.999999, "0.999999999s"],
    [0.000001, "0.000000001s"],
    [34_400, "34.4s"],
    [-1500, "-1.5s"],
    [-0.5, "-0.0005s"],
    [86_400_000, "86400s"],
    [315_576_000_000_000, "315576000000s"],
  ])("gives for %d ms the duration %s", (ms, text) => {
    expect(durationFromMs(ms)).toEqual(fromText(text));
  });

  it.each([
    [999.9999999, "1s"],
    [-999.9999999, "-1s"],
    [1999.9999999, "2s"],
    [-1999.9999999, "-2s"],
    [0.0000004, "0s"],
    [0.0000006, "0.000000001s"],
  ])("rounds %d ms to whole nanoseconds, with the carry into seconds, as %s", (ms, text) => {
    const { seconds, nanos } = durationFromMs(ms);
    // Numbers, since a nanosecond count of -0 is one of 0.
    expect([Number(seconds), nanos + 0]).toEqual([
      Number(fromText(text).seconds),
      fromText(text).nanos,
    ]);
  });

  it("is within a nanosecond and valid for protobuf-es, for every span up to ten years", () => {
    const span = fc.double({ min: -3.2e11, max: 3.2e11, noNaN: true });
    fc.assert(
      fc.property(fc.oneof(span, fc.double({ min: -2000, max: 2000, noNaN: true })), (ms) => {
        const duration = create(DurationSchema, durationFromMs(ms));
        expect(() => toJson(DurationSchema, duration)).not.toThrow();
        const ns = Number(duration.seconds) * 1e9 + duration.nanos;
        expect(Math.abs(ns - ms * 1e6)).toBeLessThanOrEqual(1 + Math.abs(ms) * 1e-9);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("msFromDuration", () => {
  it("agrees with protobuf-es to the millisecond", () => {
    const duration = fc.record({
      seconds: fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
      nanos: fc.integer({ min: 0, max: 999_999_999 }),
    });
    fc.assert(
      fc.property(duration, ({ seconds, nanos }) => {
        const message = create(DurationSchema, { seconds, nanos: seconds < 0n ? -nanos : nanos });
        expect(Math.abs(msFromDuration(message) - durationMs(message))).toBeLessThanOrEqual(0.5001);
      }),
    );
  });

  it("keeps fractions of a millisecond", () => {
    expect(msFromDuration({ seconds: 1n, nanos: 500_250_000 })).toBe(1500.25);
    expect(msFromDuration({ seconds: -1n, nanos: -1 })).toBeCloseTo(-1000.000001, 9);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readMessageDelay } from "../../../src/retry/hints/message-delay.js";

describe("readMessageDelay", () => {
  it.each([
    ["retry in 34.4s", 34_400],
    ["quota exceeded.\nPlease retry in 3.5s.", 3_500],
    ["Rate limit reached. Please try again in 6m0s. Contact us", 360_000],
    ["try again in 1m26.4s", 86_400],
    ["Please try again in 28ms.", 28],
    ["Please retry in 500ms, or later", 500],
    ["Please retry after 20 seconds.", 20_000],
    ["Try your request again in 2 minutes", 120_000],
    ["Your quota will reset after 14h23m40s.", 51_820_000],
    ["limit resets in 1 hour and 5 minutes", 3_900_000],
    ["wait 30 seconds before the next call", 30_000],
    ["Please wait at least 1.5 sec", 1_500],
    ["RETRY AFTER: 10S", 10_000],
    ["retry in a moment; retry in 5s", 5_000],
    ["retry in 1 day", 86_400_000],
    ["retry in 0s", 0],
  ])("reads %j", (message, delayMs) => {
    expect(readMessageDelay(message)).toEqual({ delayMs });
  });

  it.each([
    "",
    "in 5 minutes the backup begins",
    "gave up after 30 seconds",
    "timed out after waiting 30 seconds for a lock",
    "retry in 5",
    "retry in 5 shelves",
    "retry in -5s",
    "retry in 1e3s",
    "retry later",
    "retried after 5s",
    "entry in 5s",
  ])("finds no delay in %j", (message) => {
    expect(readMessageDelay(message)).toBeUndefined();
  });

  it("ignores more than a year, and says so", () => {
    expect(readMessageDelay("retry in 366 days")).toEqual({
      ignored: expect.stringContaining("over a year"),
    });
  });

  it("reads the first 16,384 characters only", () => {
    expect(readMessageDelay(`${" ".repeat(16_384)}retry in 5s`)).toBeUndefined();
    expect(readMessageDelay(`${" ".repeat(16_300)}retry in 5s`)).toEqual({ delayMs: 5_000 });
  });

  it("reads every duration that Go prints", () => {
    const parts = fc.record({
      h: fc.integer({ min: 0, max: 8_000 }),
      m: fc.integer({ min: 0, max: 59 }),
      s: fc.integer({ min: 0, max: 59 }),
    });
    fc.assert(
      fc.property(parts, ({ h, m, s }) => {
        const text = h > 0 ? `${h}h${m}m${s}s` : m > 0 ? `${m}m${s}s` : `${s}s`;
        const delayMs = ((h * 60 + m) * 60 + s) * 1_000;
        expect(readMessageDelay(`Please retry in ${text}.`)).toEqual({ delayMs });
      }),
    );
  });

  it("is total", () => {
    fc.assert(fc.property(fc.string(), (text) => void readMessageDelay(`retry in ${text}`)));
  });
});

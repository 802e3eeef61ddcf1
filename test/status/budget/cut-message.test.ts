import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutMessage } from "../../../src/status/budget/cut-message.js";
import { encodeGrpcMessage } from "../../../src/wire/grpc-message.js";
import { wellFormed } from "../../../src/wire/utf8.js";
import { protobufText } from "../../fixtures/status-arbitrary.js";

const utf8 = (text: string) => Buffer.byteLength(text);
const within = (bytes: number) => (message: string) => utf8(message) <= bytes;
const never = () => false;

describe("cutMessage", () => {
  it("leaves a message that fits as it is", () => {
    const message = "x".repeat(5_000);
    expect(cutMessage(message, within(5_000))).toBe(message);
  });

  it("cuts so much that it fits with its mark, and no more", () => {
    expect(cutMessage("x".repeat(5_000), within(2_000))).toBe(`${"x".repeat(1_997)}…`);
  });

  it.each([
    ["Cyrillic", "книга ", 2_001],
    ["Chinese", "書籍", 2_002],
    ["emoji", "📚📖", 2_001],
    ["emoji after one letter", "a📚", 2_001],
  ])("cuts %s only between characters", (_, text, limit) => {
    const message = text.repeat(1_000);
    const cut = cutMessage(message, within(limit));
    const kept = cut.slice(0, -1);
    expect(cut).toBe(`${kept}…`);
    expect(message.startsWith(kept)).toBe(true);
    expect([...message].slice(0, [...kept].length).join("")).toBe(kept);
    expect(utf8(cut)).toBeLessThanOrEqual(limit);
    // One character more would not have fitted.
    const next = [...message][[...kept].length] as string;
    expect(utf8(cut) + utf8(next)).toBeGreaterThan(limit);
  });

  it.each(["x", "й", "書", "📚", "x📚й"])(
    "never cuts %s below 1,000 bytes, whatever fits",
    (text) => {
      for (let length = 1; length < 2_100; length++) {
        const message = text.repeat(Math.ceil(length / utf8(text))).slice(0, length);
        if (wellFormed(message) !== message) continue;
        const cut = cutMessage(message, never);
        if (cut === message) continue;
        expect(utf8(message)).toBeGreaterThan(1_000);
        expect(utf8(cut)).toBeGreaterThanOrEqual(1_000);
        expect(utf8(cut)).toBeLessThanOrEqual(1_003);
        expect(utf8(cut)).toBeLessThan(utf8(message));
      }
    },
  );

  it("cuts a message of 1,001 bytes to 1,000", () => {
    expect(cutMessage("x".repeat(1_001), never)).toBe(`${"x".repeat(997)}…`);
    expect(cutMessage("x".repeat(1_000), never)).toBe("x".repeat(1_000));
  });

  it("finds the longest beginning that fits, by whatever it is measured", () => {
    const long = fc
      .tuple(protobufText, fc.integer({ min: 1, max: 400 }))
      .map(([text, times]) => text.repeat(times));
    fc.assert(
      fc.property(long, fc.nat(4_000), (message, limit) => {
        const fits = (text: string) => encodeGrpcMessage(text).length <= limit;
        const cut = cutMessage(message, fits);
        if (cut === message) return;
        const kept = cut.slice(0, -1);
        expect(message.startsWith(kept)).toBe(true);
        expect(wellFormed(cut)).toBe(cut);
        const next = String.fromCodePoint(message.codePointAt(kept.length) ?? 0);
        // What goes weighs more than the mark.
        if (utf8(message) - utf8(kept + next) > 3) expect(fits(`${kept + next}…`)).toBe(false);
        if (!fits(cut)) expect(utf8(cut)).toBeLessThanOrEqual(1_003);
      }),
      { numRuns: 500 },
    );
  });
});

import { BinaryWriter } from "@bufbuild/protobuf/wire";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  delimitedSize,
  varintSize,
  writeDelimited,
  writeVarint,
} from "../../src/wire/protobuf-writer.js";

const uint32 = fc.oneof(
  fc.nat(300),
  fc.integer({ min: 0, max: 0xffffffff }),
  fc.constantFrom(
    0x7f,
    0x80,
    0x3fff,
    0x4000,
    0x1fffff,
    0x200000,
    0x7fffffff,
    0x80000000,
    0xffffffff,
  ),
);

describe("writeVarint", () => {
  it("writes the bytes that protobuf-es writes, and as many as varintSize says", () => {
    fc.assert(
      fc.property(uint32, (value) => {
        const expected = new BinaryWriter().uint32(value).finish();
        const target = new Uint8Array(12);
        expect(writeVarint(target, 1, value)).toBe(1 + expected.length);
        expect([...target.subarray(1, 1 + expected.length)]).toEqual([...expected]);
        expect(target[1 + expected.length]).toBe(0);
        expect(varintSize(value)).toBe(expected.length);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("writeDelimited", () => {
  it("writes the field that protobuf-es writes, and as many bytes as delimitedSize says", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 15 }),
        fc.uint8Array({ maxLength: 400 }),
        (field, payload) => {
          const expected = new BinaryWriter().tag(field, 2).bytes(payload).finish();
          const target = new Uint8Array(expected.length);
          expect(writeDelimited(target, 0, field, payload)).toBe(expected.length);
          expect(Buffer.compare(target, expected)).toBe(0);
          expect(delimitedSize(payload.length)).toBe(expected.length);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { AnySchema } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeAny, encodeAny } from "../../src/wire/any.js";
import { anyMessage } from "../fixtures/status-arbitrary.js";

describe("encodeAny", () => {
  it("writes the bytes that protobuf-es writes", () => {
    fc.assert(
      fc.property(anyMessage, (any) => {
        expect(Buffer.compare(encodeAny(any.typeUrl, any.value), toBinary(AnySchema, any))).toBe(0);
      }),
      { numRuns: 2000 },
    );
  });

  it("leaves empty fields out", () => {
    expect([...encodeAny("", new Uint8Array())]).toEqual([]);
  });
});

describe("decodeAny", () => {
  it("reads the bytes that protobuf-es writes", () => {
    fc.assert(
      fc.property(anyMessage, (any) => {
        const decoded = decodeAny(toBinary(AnySchema, any));
        expect(decoded.typeUrl).toBe(any.typeUrl);
        expect(Buffer.compare(decoded.value, any.value)).toBe(0);
        expect(decoded.damage).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  it("reads any bytes that protobuf-es reads, and to the same fields", () => {
    // Tags of the two fields with their own wire type, so that protobuf-es does not desynchronize.
    const bytes = fc.array(fc.constantFrom(0x0a, 0x12, 0x1a, 0x20, 0, 1, 2, 3, 0x61), {
      maxLength: 14,
    });
    let read = 0;
    fc.assert(
      fc.property(
        bytes.map((list) => new Uint8Array(list)),
        (source) => {
          const { typeUrl, value, damage } = decodeAny(source);
          let expected: { typeUrl: string; value: Uint8Array };
          try {
            expected = fromBinary(AnySchema, source);
          } catch {
            return;
          }
          read++;
          expect({ typeUrl, value: [...value], damage }).toEqual({
            typeUrl: expected.typeUrl,
            value: [...expected.value],
            damage: undefined,
          });
        },
      ),
      { numRuns: 20_000 },
    );
    expect(read).toBeGreaterThan(500);
  });

  it("keeps the type URL of an Any whose value is cut off, and says so", () => {
    const whole = encodeAny("t/x.Y", new Uint8Array([1, 2, 3]));
    for (let size = 7; size < whole.length; size++) {
      const { typeUrl, damage } = decodeAny(whole.subarray(0, size));
      expect(typeUrl).toBe("t/x.Y");
      expect(damage === undefined).toBe(size === 7);
    }
  });

  it("passes over fields of another number or wire type", () => {
    // 1: varint 5, 3: "z", 1: "a", 2: varint 1, 2: [9]
    const bytes = [0x08, 5, 0x1a, 1, 0x7a, 0x0a, 1, 0x61, 0x10, 1, 0x12, 1, 9];
    expect(decodeAny(new Uint8Array(bytes))).toEqual({ typeUrl: "a", value: new Uint8Array([9]) });
  });

  it("takes the last of repeated fields, as protobuf does", () => {
    const twice = Buffer.concat([
      encodeAny("a", Buffer.from("1")),
      encodeAny("b", Buffer.from("2")),
    ]);
    const expected = fromBinary(AnySchema, twice);
    expect(expected.typeUrl).toBe("b");
    expect(decodeAny(twice).typeUrl).toBe(expected.typeUrl);
    expect([...decodeAny(twice).value]).toEqual([...expected.value]);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(decodeAny(bytes)).toMatchObject({ typeUrl: expect.any(String) });
      }),
      { numRuns: 20_000 },
    );
  });
});

import { BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FieldReader } from "../../src/wire/protobuf-reader.js";

interface Field {
  readonly field: number;
  readonly wireType: number;
  readonly payload?: number[];
  readonly varint?: number;
}

function readAll(bytes: Uint8Array): { fields: Field[]; damage: string | undefined } {
  const reader = new FieldReader(bytes);
  const fields: Field[] = [];
  while (reader.next()) {
    const { field, wireType } = reader;
    if (wireType === 0) fields.push({ field, wireType, varint: reader.varint });
    else if (wireType === 2)
      fields.push({ field, wireType, payload: [...bytes.subarray(reader.start, reader.end)] });
    else fields.push({ field, wireType });
  }
  return { fields, damage: reader.damage };
}

/** The same walk with protobuf-es's reader. Throws where the bytes are damaged. */
function readAllWithProtobufEs(bytes: Uint8Array): Field[] {
  const reader = new BinaryReader(bytes);
  const fields: Field[] = [];
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (wireType === WireType.Varint)
      fields.push({ field, wireType, varint: Number(BigInt.asIntN(32, BigInt(reader.uint64()))) });
    else if (wireType === WireType.LengthDelimited)
      fields.push({ field, wireType, payload: [...reader.bytes()] });
    else {
      reader.skip(wireType, field);
      fields.push({ field, wireType });
    }
  }
  return fields;
}

type Write = (writer: BinaryWriter) => unknown;
const number = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 2 ** 29 - 1 }));
const write: fc.Arbitrary<Write> = fc.oneof(
  fc.tuple(number, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })).map(
    ([no, value]): Write =>
      (writer) =>
        writer.tag(no, WireType.Varint).uint64(value),
  ),
  fc.tuple(number, fc.uint8Array({ maxLength: 200 })).map(
    ([no, value]): Write =>
      (writer) =>
        writer.tag(no, WireType.LengthDelimited).bytes(value),
  ),
  fc.tuple(number, fc.nat()).map(
    ([no, value]): Write =>
      (writer) =>
        writer.tag(no, WireType.Bit32).fixed32(value),
  ),
  fc.tuple(number, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })).map(
    ([no, value]): Write =>
      (writer) =>
        writer.tag(no, WireType.Bit64).fixed64(value),
  ),
);
const message = fc.array(write, { maxLength: 8 }).map((writes) => {
  const writer = new BinaryWriter();
  for (const one of writes) one(writer);
  return writer.finish();
});

describe("FieldReader", () => {
  it("finds the fields that protobuf-es finds in any message", () => {
    fc.assert(
      fc.property(message, (bytes) => {
        expect(readAll(bytes)).toEqual({ fields: readAllWithProtobufEs(bytes), damage: undefined });
      }),
      { numRuns: 3000 },
    );
  });

  it("finds damage wherever protobuf-es does, and else the same fields, in any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const { fields, damage } = readAll(bytes);
        let expected: Field[] | undefined;
        try {
          expected = readAllWithProtobufEs(bytes);
        } catch {
          expect(damage, Buffer.from(bytes).toString("hex")).toBeDefined();
        }
        // Groups are legal, so what protobuf-es reads beyond one has to be read here too.
        if (expected !== undefined) {
          const flat = (list: Field[]) => list.filter(({ wireType }) => wireType !== 3);
          expect({ fields: flat(fields), damage }).toEqual({
            fields: flat(expected),
            damage: undefined,
          });
        }
      }),
      { numRuns: 20_000 },
    );
  });

  it("keeps the fields before the damage when bytes are missing at the end", () => {
    fc.assert(
      fc.property(message, fc.nat(), (bytes, cut) => {
        const whole = readAllWithProtobufEs(bytes);
        const { fields, damage } = readAll(bytes.subarray(0, cut % (bytes.length + 1)));
        expect(fields).toEqual(whole.slice(0, fields.length));
        if (damage === undefined && cut % (bytes.length + 1) < bytes.length) {
          expect(fields.length).toBeLessThan(whole.length);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it("skips an unknown group with all inside it", () => {
    const writer = new BinaryWriter();
    writer.tag(9, WireType.StartGroup);
    writer.tag(1, WireType.Varint).uint32(7);
    writer.tag(8, WireType.StartGroup).tag(2, WireType.LengthDelimited).string("inner");
    writer.tag(8, WireType.EndGroup);
    writer.tag(9, WireType.EndGroup);
    writer.tag(1, WireType.Varint).uint32(5);
    const { fields, damage } = readAll(writer.finish());
    expect(damage).toBeUndefined();
    expect(fields).toContainEqual({ field: 1, wireType: 0, varint: 5 });
    expect(fields).not.toContainEqual({ field: 1, wireType: 0, varint: 7 });
  });

  it.each([
    ["a tag without an end", [0x80]],
    ["field number 0", [0x00, 0x05]],
    ["a tag of more than 32 bits", [0x88, 0x80, 0x80, 0x80, 0x10, 0x05]],
    ["a varint of eleven bytes", [0x08, ...Array(10).fill(0x80), 0x00]],
    ["a length beyond the end", [0x12, 0x05, 0x61]],
    ["a length of 2^31", [0x12, 0x80, 0x80, 0x80, 0x80, 0x08]],
    ["a length of 2^32 - 1", [0x12, 0xff, 0xff, 0xff, 0xff, 0x0f]],
    ["a negative length in ten bytes", [0x12, ...Array(9).fill(0xff), 0x01]],
    ["a fixed32 of three bytes", [0x0d, 1, 2, 3]],
    ["a fixed64 of seven bytes", [0x09, 1, 2, 3, 4, 5, 6, 7]],
    ["wire type 6", [0x0e]],
    ["wire type 7", [0x0f]],
    ["the end of a group that never began", [0x0c]],
    ["a group that never ends", [0x4b, 0x08, 0x05]],
  ])("stops at %s", (_, bytes) => {
    const { fields, damage } = readAll(new Uint8Array(bytes as number[]));
    expect(damage).toEqual(expect.any(String));
    expect(fields).toEqual([]);
  });

  it("says false again when asked after damage", () => {
    const reader = new FieldReader(new Uint8Array([0x00, 0x08, 0x05]));
    expect(reader.next()).toBe(false);
    expect(reader.next()).toBe(false);
    expect(reader.field).toBe(0);
  });

  it("reads a padded varint of ten bytes, and only its low 32 bits, as int32 does", () => {
    expect(readAll(new Uint8Array([0x08, 0x85, ...Array(8).fill(0x80), 0x00])).fields).toEqual([
      { field: 1, wireType: 0, varint: 5 },
    ]);
    expect(readAll(new Uint8Array([0x08, 0x85, 0x80, 0x80, 0x80, 0x10])).fields).toEqual([
      { field: 1, wireType: 0, varint: 5 },
    ]);
    expect(readAll(new Uint8Array([0x08, ...Array(9).fill(0xff), 0x01])).fields).toEqual([
      { field: 1, wireType: 0, varint: -1 },
    ]);
  });

  it("walks a part of a larger buffer and no further", () => {
    const reader = new FieldReader(new Uint8Array([0xff, 0x08, 0x05, 0xff]), 1, 3);
    expect(reader.next()).toBe(true);
    expect(reader.varint).toBe(5);
    expect(reader.next()).toBe(false);
    expect(reader.damage).toBeUndefined();
  });
});

import {
  create,
  type DescField,
  type DescMessage,
  fromBinary,
  type Message,
  type MessageInitShape,
  ScalarType,
  toBinary,
} from "@bufbuild/protobuf";
import {
  AnySchema,
  SourceCodeInfo_LocationSchema,
  StringValueSchema,
} from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as rpc from "../../../gen/google/rpc/error_details_pb.js";
import { StatusSchema } from "../../../gen/google/rpc/status_pb.js";
import { QuotaFailureSchema as YandexQuotaFailureSchema } from "../../../gen/yandex/cloud/quota/quota_pb.js";
import { decodeMessage } from "../../../src/status/details/decode-message.js";
import { fiveDetails } from "../../fixtures/five-details.js";

const SCHEMAS: readonly DescMessage[] = [
  rpc.BadRequestSchema,
  rpc.DebugInfoSchema,
  rpc.ErrorInfoSchema,
  rpc.HelpSchema,
  rpc.LocalizedMessageSchema,
  rpc.PreconditionFailureSchema,
  rpc.QuotaFailureSchema,
  rpc.RequestInfoSchema,
  rpc.ResourceInfoSchema,
  rpc.RetryInfoSchema,
  YandexQuotaFailureSchema,
  // No details, but no exceptions either; the last has strings with presence, as proto2 has them.
  rpc.BadRequest_FieldViolationSchema,
  StatusSchema,
  AnySchema,
  StringValueSchema,
  SourceCodeInfo_LocationSchema,
];

const text = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: "grapheme", maxLength: 20 }),
  // Lengths of two and of three bytes.
  fc.integer({ min: 120, max: 300 }).map((length) => "x".repeat(length)),
  fc.constantFrom("\uFFFD", "\uFEFFa", "книга", "x".repeat(17_000)),
);
const key = fc.oneof(text, fc.constantFrom("__proto__", "constructor", "2", "10", "1"));

function messageOf(schema: DescMessage): fc.Arbitrary<Message> {
  const members = Object.fromEntries(
    schema.fields.map((field) => [
      field.localName,
      fc.option(fieldValue(field), { nil: undefined }),
    ]),
  );
  return fc.record(members).map((init) => create(schema, init as MessageInitShape<DescMessage>));
}

function fieldValue(field: DescField): fc.Arbitrary<unknown> {
  const one = field.message === undefined ? scalarOf(field.scalar) : messageOf(field.message);
  if (field.fieldKind === "list") return fc.array(one, { maxLength: 3 });
  if (field.fieldKind !== "map") return one;
  return fc.array(fc.tuple(key, one), { maxLength: 4 }).map((entries) => {
    const map = {};
    for (const [name, value] of entries) Object.defineProperty(map, name, { value, ...OWN });
    return map;
  });
}

const OWN = { enumerable: true, configurable: true, writable: true };

function scalarOf(scalar: ScalarType | undefined): fc.Arbitrary<unknown> {
  switch (scalar) {
    case ScalarType.STRING:
      return text;
    case ScalarType.BYTES:
      return fc.uint8Array({ maxLength: 20 });
    case ScalarType.INT64:
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    case ScalarType.DOUBLE:
      return fc.double();
    default:
      return fc.integer();
  }
}

/** A message of one of the types, serialized, and another of the same type. */
const serialized = fc.constantFrom(...SCHEMAS).chain((schema) => {
  const bytes = messageOf(schema).map((message) => toBinary(schema, message));
  return fc.record({ schema: fc.constant(schema), bytes, again: bytes });
});

/** All that can be seen of a value: prototypes, names in their order, and which of them are own. */
function anatomy(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array) return { bytes: [...value] };
  const prototype = Object.getPrototypeOf(value) as object | null;
  return {
    prototype:
      prototype === Object.prototype ? "Object" : Array.isArray(value) ? "Array" : prototype,
    members: Reflect.ownKeys(value).map((name) => {
      const { value: member, ...flags } = Object.getOwnPropertyDescriptor(value, name) ?? {};
      return [name, flags, anatomy(member)];
    }),
  };
}

function outcome(decode: typeof decodeMessage, schema: DescMessage, bytes: Uint8Array): unknown {
  try {
    return anatomy(decode(schema, bytes));
  } catch (error) {
    return String(error);
  }
}

function expectSame(schema: DescMessage, bytes: Uint8Array): void {
  expect(outcome(decodeMessage, schema, bytes)).toStrictEqual(outcome(fromBinary, schema, bytes));
}

describe("decodeMessage", () => {
  it("gives what fromBinary gives for every message", () => {
    fc.assert(
      fc.property(serialized, ({ schema, bytes }) => expectSame(schema, bytes)),
      { numRuns: 4000 },
    );
  });

  it("gives or throws what fromBinary does where some of the bytes are others", () => {
    const change = fc.record({
      at: fc.nat(),
      byte: fc.oneof(fc.constantFrom(0, 1, 10, 18, 26, 34, 0x7f, 0x80, 0xc3, 0xff), fc.nat(255)),
    });
    fc.assert(
      fc.property(
        serialized,
        fc.array(change, { minLength: 1, maxLength: 3 }),
        ({ schema, bytes }, changes) => {
          for (const { at, byte } of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte;
          expectSame(schema, bytes);
        },
      ),
      { numRuns: 12_000 },
    );
  });

  it("gives or throws what fromBinary does where bytes are cut off, or the bytes of another follow", () => {
    fc.assert(
      fc.property(serialized, serialized, fc.nat(), ({ schema, bytes, again }, other, cut) => {
        expectSame(schema, bytes.subarray(0, cut % (bytes.length + 1)));
        expectSame(schema, Buffer.concat([bytes, other.bytes]));
        expectSame(schema, Buffer.concat([bytes, again]));
      }),
      { numRuns: 800 },
    );
  });

  it("gives or throws what fromBinary does for any bytes", () => {
    const bytes = fc.array(fc.oneof(fc.constantFrom(10, 18, 26, 0, 1, 2, 3, 0x61), fc.nat(255)), {
      maxLength: 16,
    });
    fc.assert(
      fc.property(fc.constantFrom(...SCHEMAS), bytes, (schema, list) =>
        expectSame(schema, new Uint8Array(list)),
      ),
      { numRuns: 20_000 },
    );
  });

  it("reads a length of three bytes, though what it would be of two makes fields as well", () => {
    const fields = `\x12\x01b${"\x12\x00".repeat(8191)}`;
    const info = create(rpc.ErrorInfoSchema, {
      reason: "a".repeat(0x8005 - fields.length) + fields,
    });
    expect(decodeMessage(rpc.ErrorInfoSchema, toBinary(rpc.ErrorInfoSchema, info))).toEqual(info);
  });

  it("keeps a key called __proto__ as a member and leaves the prototype alone", () => {
    const bytes = Buffer.from("\x1a\x10\x0a\x09__proto__\x12\x03abc");
    const { metadata } = decodeMessage(rpc.ErrorInfoSchema, bytes) as rpc.ErrorInfo;
    expect(Object.entries(metadata)).toEqual([["__proto__", "abc"]]);
    expect(Object.getPrototypeOf(metadata)).toBe(Object.prototype);
  });

  it("makes every message anew", () => {
    const help = fiveDetails.details[4]?.value ?? new Uint8Array();
    const [one, other] = [decodeMessage(rpc.HelpSchema, help), decodeMessage(rpc.HelpSchema, help)];
    (one as rpc.Help).links.length = 0;
    expect((other as rpc.Help).links).toHaveLength(1);
  });
});

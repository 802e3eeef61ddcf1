import {
  create,
  type DescMessage,
  fromBinary,
  type MessageInitShape,
  toBinary,
} from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  BadRequestSchema,
  ErrorInfoSchema,
  file_google_rpc_error_details,
  QuotaFailureSchema,
} from "../../../gen/google/rpc/error_details_pb.js";
import { QuotaFailureSchema as YandexQuotaFailureSchema } from "../../../gen/yandex/cloud/quota/quota_pb.js";
import { decodeMessage } from "../../../src/status/details/decode-message.js";
import { BookSchema, book, bookBytes } from "../../fixtures/library-details.js";

const schemas: readonly DescMessage[] = [
  ...file_google_rpc_error_details.messages,
  YandexQuotaFailureSchema,
];

/** What decoding gives: the message, or that it threw. */
function outcome(decode: () => object): object | string {
  try {
    return decode();
  } catch {
    return "threw";
  }
}

function expectLikeFromBinary(schema: DescMessage, bytes: Uint8Array): void {
  const expected = outcome(() => fromBinary(schema, bytes));
  const actual = outcome(() => decodeMessage(schema, bytes));
  expect(actual, `${schema.typeName} of ${Buffer.from(bytes).toString("hex")}`).toEqual(expected);
  if (typeof expected === "object") {
    // Equal too in what toEqual passes over: unknown fields, presence, and the bytes it makes again.
    expect(Buffer.from(toBinary(schema, actual as never)).toString("hex")).toBe(
      Buffer.from(toBinary(schema, expected as never)).toString("hex"),
    );
    expect(Object.keys(actual as object).sort()).toEqual(Object.keys(expected).sort());
  }
}

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "",
    "\ufffd",
    "\ufeffx",
    "__proto__",
    "x".repeat(127),
    "x".repeat(128),
    "é".repeat(100),
  ),
);

/** Bytes of length-delimited fields, some of them nested, as the messages of google.rpc have. */
const fields: fc.Arbitrary<Uint8Array> = fc.letrec<{ message: Uint8Array }>((tie) => ({
  message: fc
    .array(
      fc.tuple(
        fc.integer({ min: 1, max: 9 }),
        fc.oneof(
          { maxDepth: 3, withCrossShrink: true },
          text.map((value) => Buffer.from(value)),
          fc.uint8Array({ maxLength: 12 }),
          tie("message"),
        ),
      ),
      { maxLength: 4 },
    )
    .map((entries) => {
      const writer = new BinaryWriter();
      for (const [no, value] of entries) writer.tag(no, WireType.LengthDelimited).bytes(value);
      return writer.finish();
    }),
})).message;

describe("decodeMessage", () => {
  it("gives what fromBinary gives, or throws where it does, for any fields", () => {
    fc.assert(fc.property(fc.constantFrom(...schemas), fields, expectLikeFromBinary), {
      numRuns: 5000,
    });
  });

  it("gives what fromBinary gives, or throws where it does, for any bytes", () => {
    const byte = fc.oneof(
      fc.constantFrom(0x0a, 0x12, 0x1a, 0x22, 0, 1, 2, 3, 4, 0x61, 0x80),
      fc.nat(255),
    );
    const bytes = fc.array(byte, { maxLength: 30 }).map((list) => new Uint8Array(list));
    fc.assert(fc.property(fc.constantFrom(...schemas), bytes, expectLikeFromBinary), {
      numRuns: 20_000,
    });
  });

  it("gives what fromBinary gives of a whole message cut off at every byte", () => {
    const init: MessageInitShape<typeof QuotaFailureSchema> = {
      violations: [
        {
          subject: "s",
          description: "é",
          quotaDimensions: { a: "b" },
          quotaValue: 5n,
          futureQuotaValue: 0n,
        },
        { quotaId: "q" },
      ],
    };
    const violations = [
      { field: "f", reason: "R", localizedMessage: { locale: "ru", message: "нет" } },
      {},
    ];
    for (const [schema, bytes] of [
      [QuotaFailureSchema, toBinary(QuotaFailureSchema, create(QuotaFailureSchema, init))],
      [
        BadRequestSchema,
        toBinary(BadRequestSchema, create(BadRequestSchema, { fieldViolations: violations })),
      ],
      [
        ErrorInfoSchema,
        toBinary(
          ErrorInfoSchema,
          create(ErrorInfoSchema, { reason: "R", metadata: { a: "b", __proto: "c" } }),
        ),
      ],
    ] as const)
      for (let size = 0; size <= bytes.length; size++)
        expectLikeFromBinary(schema, bytes.subarray(0, size));
  });

  it.each([
    [
      "a map key called __proto__",
      ErrorInfoSchema,
      [0x1a, 14, 0x0a, 9, ...Buffer.from("__proto__"), 0x12, 1, 0x78],
    ],
    ["a map entry without key and value", ErrorInfoSchema, [0x1a, 0]],
    ["a map entry with its value first", ErrorInfoSchema, [0x1a, 6, 0x12, 1, 0x76, 0x0a, 1, 0x6b]],
    [
      "a map key that comes twice",
      ErrorInfoSchema,
      [0x1a, 6, 0x0a, 1, 0x6b, 0x12, 1, 0x61, 0x1a, 6, 0x0a, 1, 0x6b, 0x12, 1, 0x62],
    ],
    ["a string that comes twice", ErrorInfoSchema, [0x0a, 1, 0x61, 0x0a, 1, 0x62]],
    [
      "a message that comes twice and is merged",
      BadRequestSchema,
      [0x0a, 10, 0x22, 3, 0x0a, 1, 0x61, 0x22, 3, 0x12, 1, 0x62],
    ],
    ["a length in three bytes", ErrorInfoSchema, [0x0a, 0x81, 0x80, 0x00, 0x61]],
    ["a length padded to two bytes", ErrorInfoSchema, [0x0a, 0x81, 0x00, 0x61]],
    ["a tag padded to two bytes", ErrorInfoSchema, [0x8a, 0x00, 1, 0x61]],
    ["a string of another wire type", ErrorInfoSchema, [0x08, 1]],
    [
      "an unknown field among known ones",
      ErrorInfoSchema,
      [0x0a, 1, 0x61, 0x7a, 1, 0x62, 0x12, 1, 0x63],
    ],
    ["a field whose inside is longer than itself", BadRequestSchema, [0x0a, 2, 0x0a, 1, 0x61]],
    [
      "a character whose bytes are split over two strings",
      ErrorInfoSchema,
      [0x0a, 1, 0xc3, 0x12, 1, 0xa9],
    ],
    ["a byte order mark", ErrorInfoSchema, [0x0a, 4, 0xef, 0xbb, 0xbf, 0x61]],
    ["a byte order mark in a map", ErrorInfoSchema, [0x1a, 5, 0x0a, 3, 0xef, 0xbb, 0xbf]],
    ["a field number 0", ErrorInfoSchema, [0x02, 0]],
    ["zero bytes at the end", ErrorInfoSchema, [0x0a, 1, 0x61, 0, 0]],
  ] as const)("treats %s as fromBinary does", (_, schema, bytes) => {
    expectLikeFromBinary(schema, new Uint8Array(bytes));
  });

  it("decodes text of any length", () => {
    for (const size of [127, 128, 16_383, 16_384, 100_000]) {
      const reason = "x".repeat(size);
      for (const message of [{ reason }, { domain: "é", metadata: { [reason]: reason } }])
        expectLikeFromBinary(
          ErrorInfoSchema,
          toBinary(ErrorInfoSchema, create(ErrorInfoSchema, message)),
        );
    }
  });

  it("decodes a part of a larger buffer, and types that are not Google's", () => {
    const larger = Buffer.concat([Buffer.from([0xff, 0xff]), bookBytes, Buffer.from([0xff])]);
    expect(decodeMessage(BookSchema, larger.subarray(2, -1))).toEqual(book);
  });
});

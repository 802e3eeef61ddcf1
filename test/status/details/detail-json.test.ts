import { create, type JsonValue, toBinary, toJson } from "@bufbuild/protobuf";
import { anyPack, DurationSchema } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ErrorInfoSchema, RetryInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { anyBytes } from "../../../src/status/details/any-bytes.js";
import { BinaryDetail } from "../../../src/status/details/binary-detail.js";
import { detailFromJson, detailToJson } from "../../../src/status/details/detail-json.js";
import { JsonDetail } from "../../../src/status/details/json-detail.js";
import { MessageDetail } from "../../../src/status/details/message-detail.js";
import { fiveDetails, fiveMessages } from "../../fixtures/five-details.js";
import { BOOK_URL, BookSchema, book, bookBytes } from "../../fixtures/library-details.js";
import { anyMessage } from "../../fixtures/status-arbitrary.js";

const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("hex");
const throughText = (json: unknown) => JSON.parse(JSON.stringify(json));
const errorInfoUrl = "type.googleapis.com/google.rpc.ErrorInfo";

describe("detailToJson", () => {
  it("writes the ProtoJSON of protobuf-es, @type first", () => {
    const json = detailToJson(new BinaryDetail(anyPack(ErrorInfoSchema, fiveMessages[1])));
    expect(json).toEqual({
      "@type": errorInfoUrl,
      ...(toJson(ErrorInfoSchema, fiveMessages[1]) as object),
    });
    expect(Object.keys(json)[0]).toBe("@type");
  });

  it("writes the bytes of an unknown type under @value", () => {
    expect(detailToJson(new BinaryDetail({ typeUrl: BOOK_URL, value: bookBytes }))).toEqual({
      "@type": BOOK_URL,
      "@value": Buffer.from(bookBytes).toString("base64").replace(/=+$/, ""),
    });
  });

  it("gives JSON back as it came", () => {
    const json = { "@type": "x/y.Z", a: [1] };
    expect(detailToJson(new JsonDetail(json))).toBe(json);
  });
});

describe("detailFromJson", () => {
  it("reads back what detailToJson wrote of the five known details", () => {
    for (const [i, any] of fiveDetails.details.entries()) {
      const again = detailFromJson(throughText(detailToJson(new BinaryDetail(any))));
      expect(again.value).toEqual(fiveMessages[i]);
    }
  });

  it("reads back what detailToJson wrote of any unknown type, byte for byte", () => {
    fc.assert(
      fc.property(anyMessage, (any) => {
        const detail = new BinaryDetail(any);
        const again = detailFromJson(throughText(detailToJson(detail)));
        expect(again.typeUrl).toBe(any.typeUrl);
        expect(hex(again.bytes)).toBe(hex(any.value));
        expect(hex(anyBytes(again))).toBe(hex(anyBytes(detail)));
      }),
    );
  });

  it("keeps the fields of a known type that a newer sender added", () => {
    const value = Buffer.concat([
      toBinary(ErrorInfoSchema, create(ErrorInfoSchema, { reason: "R" })),
      Buffer.from([0x7a, 3, 0x6e, 0x65, 0x77]), // field 15: "new"
    ]);
    const detail = new BinaryDetail({ typeUrl: errorInfoUrl, value });
    const json = throughText(detailToJson(detail));
    expect(json).toMatchObject({ "@type": errorInfoUrl, reason: "R" });
    expect(hex(anyBytes(detailFromJson(json)))).toBe(hex(anyBytes(detail)));
  });

  it("keeps fields that a newer sender added inside a violation", () => {
    const value = Buffer.from([0x0a, 5, 0x0a, 1, 0x66, 0x48, 1]); // BadRequest { { field "f", field 9: 1 } }
    const detail = new BinaryDetail({
      typeUrl: "type.googleapis.com/google.rpc.BadRequest",
      value,
    });
    expect(detail.value).toMatchObject({ fieldViolations: [{ field: "f" }] });
    expect(hex(anyBytes(detailFromJson(throughText(detailToJson(detail)))))).toBe(
      hex(anyBytes(detail)),
    );
  });

  it("keeps the bytes of a known type that do not decode, with their problem", () => {
    const detail = new BinaryDetail({ typeUrl: errorInfoUrl, value: new Uint8Array([0x0a, 9, 1]) });
    const again = detailFromJson(throughText(detailToJson(detail)));
    expect(again.problem?.kind).toBe("detail");
    expect(hex(anyBytes(again))).toBe(hex(anyBytes(detail)));
  });

  it("keeps a delay for which ProtoJSON has no form", () => {
    const retryDelay = create(DurationSchema, { seconds: 1n, nanos: -1 });
    const message = create(RetryInfoSchema, { retryDelay });
    expect(() => toJson(RetryInfoSchema, message)).toThrow();
    const again = detailFromJson(
      throughText(detailToJson(new MessageDetail(RetryInfoSchema, message))),
    );
    expect(again.value).toEqual(message);
  });

  it("does not turn an Any that was cut off into an empty message without a problem", () => {
    const cut = new BinaryDetail(
      new Uint8Array([0x0a, errorInfoUrl.length, ...Buffer.from(errorInfoUrl), 0x12, 9, 1]),
    );
    expect(cut.problem?.kind).toBe("detail");
    const again = detailFromJson(throughText(detailToJson(cut)));
    expect(again.value).toBeUndefined();
  });

  it("does not turn a message that does not encode into an empty one", () => {
    const retryDelay = create(DurationSchema, { seconds: 2n ** 70n });
    const wrong = create(RetryInfoSchema, { retryDelay });
    expect(() => toBinary(RetryInfoSchema, wrong)).toThrow();
    const made = new MessageDetail(RetryInfoSchema, wrong);
    expect(detailFromJson(throughText(detailToJson(made))).value).toBeUndefined();
    const custom = new MessageDetail(BookSchema, create(BookSchema, { copies: 1.5 }));
    expect(detailFromJson(throughText(detailToJson(custom))).as(BookSchema)).toBeUndefined();
  });

  it("keeps a message of a custom type, decodable by its schema", () => {
    const again = detailFromJson(throughText(detailToJson(new MessageDetail(BookSchema, book))));
    expect(again.as(BookSchema)).toEqual(book);
  });

  it.each([
    ["no base64", { "@type": errorInfoUrl, reason: "R", "@value": "!!" }],
    ["no text", { "@type": errorInfoUrl, reason: "R", "@value": 5 }],
  ])("reads the fields where @value is %s", (_, json) => {
    expect(detailFromJson(json).value).toMatchObject({ reason: "R" });
  });
});

describe("detailFromJson of an object with bytes", () => {
  const data = [0x0a, 1, 0x52];

  it.each([
    ["a Buffer as Node prints it", { type: "Buffer", data }],
    ["base64", "CgFS"],
  ])("reads %s, under each name that the type may have", (_, value) => {
    for (const json of [
      { typeUrl: errorInfoUrl, value },
      { type_url: errorInfoUrl, value },
      { type: "google.rpc.ErrorInfo", value },
      { "@type": errorInfoUrl, "@value": value },
    ])
      expect(detailFromJson(json).value).toMatchObject({ reason: "R" });
  });

  it("leaves JSON alone where a list stands for something else", () => {
    const json = { type: "library.page", value: [1, 2], title: "The Odyssey" };
    expect(detailFromJson(json).json).toBe(json);
  });

  it.each<[string, JsonValue[]]>([
    ["a number too high", [0x0a, 256]],
    ["texts", ["10", "1"]],
    ["nothing that is a number", [null, {}]],
  ])("makes no message of a Buffer with %s", (_, wrong) => {
    const value = { type: "Buffer", data: wrong };
    for (const json of [
      { typeUrl: errorInfoUrl, value },
      { type: "google.rpc.ErrorInfo", value },
    ]) {
      const detail = detailFromJson(json);
      expect(detail.value).toBeUndefined();
      expect(detail.json).toBe(json);
    }
  });

  it("reads what Connect adds for people where a Buffer is damaged", () => {
    const value = { type: "Buffer", data: [256] };
    const json = { type: "google.rpc.ErrorInfo", value, debug: { reason: "R" } };
    expect(detailFromJson(json)).toMatchObject({
      value: { reason: "R" },
      problem: { kind: "json" },
    });
  });
});

describe("detailToJson of what is nested deeply", () => {
  function nestedDetail(levels: number) {
    let nested: JsonValue = [];
    for (let level = 0; level < levels; level++) nested = [nested];
    return new JsonDetail({ "@type": "type.googleapis.com/x.Y", nested });
  }

  it("keeps what JSON can show", () => {
    const detail = nestedDetail(900);
    expect(detailToJson(detail)).toBe(detail.json);
  });

  it("keeps only the type of what would take its time", () => {
    expect(detailToJson(nestedDetail(1_000))).toEqual({ "@type": "type.googleapis.com/x.Y" });
  });
});

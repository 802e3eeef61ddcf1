import { create, toBinary } from "@bufbuild/protobuf";
import { AnySchema, anyPack } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { ErrorInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { errorInfo } from "../../../src/status/builders/error-info.js";
import { anyBytes } from "../../../src/status/details/any-bytes.js";
import { BinaryDetail } from "../../../src/status/details/binary-detail.js";
import type { Detail } from "../../../src/status/details/detail.js";
import { type DetailInput, detailFromInput } from "../../../src/status/details/detail-input.js";
import { JsonDetail } from "../../../src/status/details/json-detail.js";
import { BOOK_URL, BookSchema, book, bookBytes } from "../../fixtures/library-details.js";

const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("hex");
const bookAny = hex(toBinary(AnySchema, anyPack(BookSchema, book)));
const sendHex = (input: unknown) =>
  hex(anyBytes(detailFromInput(input as DetailInput, "details[0]")));

describe("detailFromInput", () => {
  it("takes a message of google.rpc", () => {
    const message = errorInfo({ reason: "R" });
    const detail = detailFromInput(message, "details[0]");
    expect(detail.value).toBe(message);
    expect(hex(anyBytes(detail))).toBe(hex(toBinary(AnySchema, anyPack(ErrorInfoSchema, message))));
  });

  it.each([
    ["{ schema, value } with a message", { schema: BookSchema, value: book }],
    [
      "{ schema, value } with an init object",
      { schema: BookSchema, value: { id: "42", title: "Стихи", authors: ["A", "B"], copies: 3 } },
    ],
    ["an Any of protobuf-es", anyPack(BookSchema, book)],
    ["an object with the fields of an Any", { typeUrl: BOOK_URL, value: bookBytes }],
    ["an Any with a Buffer", { typeUrl: BOOK_URL, value: Buffer.from(bookBytes) }],
    ["a detail that came as bytes", new BinaryDetail({ typeUrl: BOOK_URL, value: bookBytes })],
  ])("sends %s as the Any that protobuf-es packs", (_, input) => {
    expect(sendHex(input)).toBe(bookAny);
  });

  it("takes the details of another copy of this library by their shape", () => {
    const foreign = (detail: Detail): Detail => ({
      type: detail.type,
      typeUrl: detail.typeUrl,
      value: detail.value,
      bytes: detail.bytes,
      json: detail.json,
    });
    const known = new BinaryDetail(anyPack(ErrorInfoSchema, errorInfo({ reason: "R" })));
    expect(sendHex(foreign(known))).toBe(sendHex(known));
    const unknown = new JsonDetail({ "@type": "x/y.Z", a: 1 });
    expect(detailFromInput(foreign(unknown), "d").json).toBe(unknown.json);
    expect(sendHex(foreign(unknown))).toBe(sendHex(unknown));
  });

  it("gives a detail of this copy back as it is", () => {
    const detail = new JsonDetail({ "@type": "x/y.Z" });
    expect(detailFromInput(detail, "details[0]")).toBe(detail);
  });

  it.each([
    ["nothing", undefined, "undefined"],
    ["null", null, "null"],
    ["text", "BOOK_MISSING", '"BOOK_MISSING"'],
    ["a number", 5, "5"],
    ["a symbol", Symbol("s"), "Symbol(s)"],
    ["a bigint", 5n, "5"],
    ["an object of another shape", { reason: "R" }, "another shape"],
    ["an object without a prototype", Object.create(null), "another shape"],
    ["a list", [], "another shape"],
    ["an Any with base64", { typeUrl: BOOK_URL, value: "AQI=" }, "another shape"],
    ["a schema alone", BookSchema, "another shape"],
    ["a schema without a value", { schema: BookSchema }, "{ schema, value }"],
    ["a value of text for a schema", { schema: BookSchema, value: "x" }, "{ schema, value }"],
    ["a schema that is none", { schema: {}, value: {} }, "{ schema, value }"],
    ["null as a schema", { schema: null, value: {} }, "{ schema, value }"],
  ])("throws a TypeError for %s that names its place and value", (_, input, named) => {
    const take = () => detailFromInput(input as unknown as DetailInput, "details[3]");
    expect(take).toThrow(TypeError);
    expect(take).toThrow("details[3]");
    expect(take).toThrow(named);
  });

  it("throws a TypeError that asks for the schema of a message of another type", () => {
    expect(() => detailFromInput(create(BookSchema), "details[0]")).toThrow(TypeError);
    expect(() => detailFromInput(create(BookSchema), "details[0]")).toThrow(
      "example.library.v1.Book",
    );
  });
});

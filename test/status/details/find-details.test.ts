import { anyPack } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { ErrorInfoSchema, HelpSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { errorInfo } from "../../../src/status/builders/error-info.js";
import { BinaryDetail } from "../../../src/status/details/binary-detail.js";
import { findAllDetails, findDetail } from "../../../src/status/details/find-details.js";
import { JsonDetail } from "../../../src/status/details/json-detail.js";
import { MessageDetail } from "../../../src/status/details/message-detail.js";
import { BookSchema, book } from "../../fixtures/library-details.js";

const url = "type.googleapis.com/google.rpc.ErrorInfo";
const details = [
  new BinaryDetail({ typeUrl: url, value: new Uint8Array([0xff]) }), // damaged
  new JsonDetail({ "@type": url, reason: "JSON" }),
  new MessageDetail(BookSchema, book),
  new BinaryDetail(anyPack(ErrorInfoSchema, errorInfo({ reason: "BYTES" }))),
  new MessageDetail(ErrorInfoSchema, errorInfo({ reason: "MADE" })),
];

describe("findDetail", () => {
  it("gives the first of a type that decodes, however it came", () => {
    expect(findDetail(details, ErrorInfoSchema)?.reason).toBe("JSON");
    expect(findDetail(details, BookSchema)).toBe(book);
    expect(findDetail(details, HelpSchema)).toBeUndefined();
  });

  it.each([undefined, null, {}, "google.rpc.ErrorInfo", ErrorInfoSchema.file])(
    "throws a TypeError for what is no schema (%#), with details and without",
    (schema) => {
      expect(() => findDetail(details, schema as typeof ErrorInfoSchema)).toThrow(TypeError);
      expect(() => findDetail([], schema as typeof ErrorInfoSchema)).toThrow(TypeError);
      expect(() => findAllDetails([], schema as typeof ErrorInfoSchema)).toThrow(TypeError);
    },
  );
});

describe("findAllDetails", () => {
  it("gives all of a type that decode, in their order", () => {
    const reasons = findAllDetails(details, ErrorInfoSchema).map(({ reason }) => reason);
    expect(reasons).toEqual(["JSON", "BYTES", "MADE"]);
    expect(findAllDetails(details, HelpSchema)).toEqual([]);
  });
});

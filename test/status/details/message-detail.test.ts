import { create, toBinary } from "@bufbuild/protobuf";
import { AnySchema, anyPack } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { ErrorInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { anyBytes } from "../../../src/status/details/any-bytes.js";
import { MessageDetail } from "../../../src/status/details/message-detail.js";
import {
  BOOK_URL,
  BookSchema,
  book,
  bookBytes,
  ReservationSchema,
} from "../../fixtures/library-details.js";

describe("MessageDetail", () => {
  const detail = new MessageDetail(BookSchema, book);

  it("has the type, the message and the bytes of protobuf-es", () => {
    expect(detail).toMatchObject({
      type: "example.library.v1.Book",
      typeUrl: BOOK_URL,
      problem: undefined,
      json: undefined,
    });
    expect(detail.value).toBe(book);
    expect(Buffer.compare(detail.bytes ?? new Uint8Array(), bookBytes)).toBe(0);
  });

  it("is found under its own schema alone", () => {
    expect(detail.as(BookSchema)).toBe(book);
    expect(detail.as(ReservationSchema)).toBeUndefined();
    expect(detail.as(ErrorInfoSchema)).toBeUndefined();
  });

  it("serializes to the Any that anyPack makes", () => {
    expect(Buffer.from(anyBytes(detail) ?? []).toString("hex")).toBe(
      Buffer.from(toBinary(AnySchema, anyPack(BookSchema, book))).toString("hex"),
    );
  });

  it("says what is wrong with a message that does not encode, and has no bytes to send", () => {
    const wrong = create(BookSchema, { copies: 1.5 });
    expect(() => toBinary(BookSchema, wrong)).toThrow();
    const damaged = new MessageDetail(BookSchema, wrong);
    expect(damaged.problem).toMatchObject({
      kind: "detail",
      message: expect.stringContaining("example.library.v1.Book"),
    });
    expect(damaged.bytes).toBeUndefined();
    expect(anyBytes(damaged)).toBeUndefined();
  });
});

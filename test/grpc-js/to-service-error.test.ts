import { create, fromBinary } from "@bufbuild/protobuf";
import { anyUnpack } from "@bufbuild/protobuf/wkt";
import { Metadata } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { BookSchema } from "../../gen/example/library/v1/library_pb.js";
import { ErrorInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import { StatusSchema } from "../../gen/google/rpc/status_pb.js";
import { toServiceError } from "../../src/entry/grpc-js.js";
import { errorInfo, RpcError } from "../../src/entry/index.js";
import { withLibrary } from "./library-server.js";

describe("toServiceError", () => {
  it("gives an Error with grpc-js's members and the details as protobuf bytes", () => {
    const rpcError = new RpcError("NOT_FOUND", "no such book", {
      details: [errorInfo({ reason: "BOOK_MISSING" })],
      metadata: { "x-shelf": "poetry", "x-raw-bin": new Uint8Array([1, 2]) },
    });
    const error = toServiceError(rpcError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      code: 5,
      details: "no such book",
      message: "5 NOT_FOUND: no such book",
    });
    expect(error.cause).toBe(rpcError);
    expect(error.metadata).toBeInstanceOf(Metadata);
    expect(error.metadata.get("x-shelf")).toEqual(["poetry"]);
    expect(error.metadata.get("x-raw-bin")).toEqual([Buffer.from([1, 2])]);
    const [bytes] = error.metadata.get("grpc-status-details-bin");
    const sent = fromBinary(StatusSchema, bytes as Buffer);
    expect(sent).toMatchObject({ code: 5, message: "no such book" });
    const [any] = sent.details;
    expect(any && anyUnpack(any, ErrorInfoSchema)?.reason).toBe("BOOK_MISSING");
  });

  it("is what RpcError.from undoes", () => {
    const error = new RpcError("ABORTED", "conflict", {
      details: [{ schema: BookSchema, value: { id: "7" } }],
    });
    const again = RpcError.from(toServiceError(error));
    expect(again).toMatchObject({ code: error.code, message: error.message });
    expect(again.find(BookSchema)?.id).toBe("7");
  });

  it("serves a handler without the guard", async () => {
    const getBook = (_call: unknown, callback: (error: unknown) => void) =>
      callback(
        toServiceError(
          new RpcError("NOT_FOUND", "x", { details: [errorInfo({ reason: "GONE" })] }),
        ),
      );
    const { error } = await withLibrary({ getBook } as never, (calls) => calls.unary());
    expect(RpcError.from(error).reason).toBe("GONE");
  });

  it("leaves headers out that grpc-js would refuse, and a detail that does not encode", () => {
    const broken = { schema: BookSchema, value: create(BookSchema, { copies: 1.5 }) };
    const error = toServiceError(
      new RpcError("INTERNAL", "x", {
        details: [broken, errorInfo({ reason: "KEPT" })],
        metadata: { "x-title": "Мёртвые души", "bad name": "x", "x-good": "1" },
      }),
    );
    expect(error.metadata.getMap()).toMatchObject({ "x-good": "1" });
    expect(error.metadata.get("x-title")).toEqual([]);
    expect(RpcError.from(error).details.map(({ type }) => type)).toEqual(["google.rpc.ErrorInfo"]);
  });
});

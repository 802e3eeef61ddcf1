import { create, fromBinary } from "@bufbuild/protobuf";
import { anyUnpack } from "@bufbuild/protobuf/wkt";
import { Metadata } from "@grpc/grpc-js";
import { RpcException } from "@nestjs/microservices";
import { describe, expect, it } from "vitest";
import { BookSchema } from "../../gen/example/library/v1/library_pb.js";
import { ErrorInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import { StatusSchema } from "../../gen/google/rpc/status_pb.js";
import { type ErrorPolicy, toServiceError } from "../../src/entry/grpc-js.js";
import { badRequest, errorInfo, RpcError } from "../../src/entry/index.js";
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

  describe("with a policy", () => {
    const metadata = new Metadata();
    metadata.set("x-request-id", "r-1");
    const call = {
      metadata,
      getPath: () => "/library/GetBook",
      getPeer: () => "127.0.0.1:1",
      getDeadline: () => Number.POSITIVE_INFINITY,
    };

    it("keeps inside what guard keeps inside, and reports it", () => {
      const reports: unknown[] = [];
      const policy: ErrorPolicy = {
        onError: (error, { method, peer, requestId }) =>
          reports.push([error, method, peer, requestId]),
      };
      const thrown = new Error("password=hunter2");
      const error = toServiceError(thrown, { policy, call });
      expect(error).toMatchObject({ code: 13, details: "internal error" });
      expect(error.message).toBe("13 INTERNAL: internal error");
      expect(error.metadata.get("x-request-id")).toEqual(["r-1"]);
      expect(reports).toEqual([[thrown, "/library/GetBook", "127.0.0.1:1", "r-1"]]);
    });

    it("lets out a status that a framework's error states", () => {
      for (const stated of [
        { code: 5, message: "no such book" },
        new RpcException({ code: 5, message: "no such book" }),
      ]) {
        expect(toServiceError(stated, { policy: {}, call })).toMatchObject({
          code: 5,
          details: "no such book",
        });
      }
    });

    it("knows that the deadline of the call is over", () => {
      const late = { ...call, getDeadline: () => new Date(Date.now() - 1) };
      const policy = { onError: () => {} };
      expect(toServiceError(new Error("x"), { policy, call: late }).code).toBe(4);
      expect(toServiceError(new Error("x"), { policy }).code).toBe(13);
    });

    it("must be one", () => {
      expect(() => toServiceError(new Error(), { policy: 1 as never })).toThrow(TypeError);
    });
  });

  it("keeps to the budget without a policy, too", () => {
    const violations = Array.from({ length: 3_000 }, (_, i) => ({ field: `f${i}` }));
    const error = toServiceError(
      new RpcError("INVALID_ARGUMENT", "m", { details: [badRequest(violations)] }),
    );
    const [bytes] = error.metadata.get("grpc-status-details-bin");
    expect((bytes as Buffer).length).toBeLessThanOrEqual(5_500);
  });
});

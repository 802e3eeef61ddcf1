import { create } from "@bufbuild/protobuf";
import { Code as ConnectCode, ConnectError } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { BookSchema } from "../../gen/example/library/v1/library_pb.js";
import { toConnectError } from "../../src/entry/connect.js";
import { ErrorInfoSchema, errorInfo, RpcError } from "../../src/entry/index.js";
import { decodeTrailers } from "../../src/entry/wire.js";
import { withLibrary } from "./library-server.js";

const rpcError = () =>
  new RpcError("NOT_FOUND", "no such book", {
    details: [
      errorInfo({ reason: "BOOK_MISSING", domain: "library.example" }),
      { schema: BookSchema, value: { id: "7" } },
    ],
    metadata: {
      "x-shelf": "poetry",
      "x-raw-bin": new Uint8Array([1, 2, 3]),
      "content-length": "7",
    },
  });

describe("toConnectError", () => {
  it("gives a ConnectError with the same code, message and details", () => {
    const error = toConnectError(rpcError());
    expect(error).toBeInstanceOf(ConnectError);
    expect(error).toMatchObject({ code: ConnectCode.NotFound, rawMessage: "no such book" });
    expect(error.findDetails(ErrorInfoSchema)[0]?.reason).toBe("BOOK_MISSING");
    expect(error.findDetails(BookSchema)[0]?.id).toBe("7");
  });

  it("is what RpcError.from undoes, to the very same error", () => {
    const original = rpcError();
    expect(RpcError.from(toConnectError(original))).toBe(original);
  });

  it("takes its own headers along, except those that would break the answer", () => {
    expect([...toConnectError(rpcError()).metadata]).toEqual([
      ["x-raw-bin", "AQID"],
      ["x-shelf", "poetry"],
    ]);
  });

  it("leaves the headers of another server's answer behind", () => {
    const received = decodeTrailers({
      "grpc-status": "5",
      "grpc-message": "gone",
      "x-key": "secret",
    });
    expect([...toConnectError(received).metadata]).toEqual([]);
  });

  it("gives Connect's JSON a readable form of each detail beside its bytes", async () => {
    const answer = await withLibrary(
      "connect/1.1",
      {
        getBook() {
          throw toConnectError(rpcError());
        },
      },
      async (_calls, _client, baseUrl) => {
        const response = await fetch(`${baseUrl}/example.library.v1.LibraryService/GetBook`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: "{}",
        });
        return (await response.json()) as {
          code: string;
          details: { type: string; debug: object }[];
        };
      },
    );
    expect(answer.code).toBe("not_found");
    expect(answer.details[0]).toMatchObject({
      type: "google.rpc.ErrorInfo",
      debug: { reason: "BOOK_MISSING", domain: "library.example" },
    });
  });

  it("keeps a detail that came as JSON of an unknown type", () => {
    const json = { "@type": "type.example/acme.Thing", size: 3 };
    const [detail] = toConnectError(
      RpcError.from({ code: 5, message: "m", details: [json] }),
    ).details;
    expect(detail).toMatchObject({ type: "google.protobuf.Struct" });
  });

  it("replaces lone surrogates and leaves out a detail that does not encode", () => {
    const broken = { schema: BookSchema, value: create(BookSchema, { copies: 1.5 }) };
    const error = toConnectError(new RpcError("ABORTED", "a\ud800b", { details: [broken] }));
    expect(error.rawMessage).toBe("a\ufffdb");
    expect(error.details).toEqual([]);
  });
});

import type { ServerHttp2Stream } from "node:http2";
import { create } from "@bufbuild/protobuf";
import { type CallOptions, InterceptingCall, type Interceptor, Metadata } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import {
  GetBookResponseSchema,
  ImportBooksResponseSchema,
  ListBooksResponseSchema,
} from "../../gen/example/library/v1/library_pb.js";
import { clientInterceptor, guard } from "../../src/entry/grpc-js.js";
import { Code, errorInfo, RpcError } from "../../src/entry/index.js";
import { withHttp2Server } from "../fixtures/http2-server.js";
import { callAndFail, serviceErrorOfSilence } from "../fixtures/real-service-error.js";
import { KINDS, METHOD, withLibrary } from "./library-server.js";

const failing = (send: (call: { sendMetadata(metadata: Metadata): void }) => void = () => {}) =>
  guard(
    {
      getBook: async (call: { sendMetadata(metadata: Metadata): void }) => {
        send(call);
        throw new RpcError("NOT_FOUND", "no such book", {
          details: [errorInfo({ reason: "BOOK_MISSING", domain: "library.example" })],
        });
      },
    },
    { requestId: false },
  );

const sendRequestId = (call: { sendMetadata(metadata: Metadata): void }) => {
  const headers = new Metadata();
  headers.set("x-request-id", "from-initial-metadata");
  call.sendMetadata(headers);
};

const client = (...interceptors: Interceptor[]) => ({ client: { interceptors } });

describe("clientInterceptor", () => {
  it("keeps the initial metadata, which a ServiceError does not have", async () => {
    const run = (options?: object) =>
      withLibrary(failing(sendRequestId), (calls) => calls.unary(), options);
    const without = (await run()).error;
    expect(without?.metadata.get("x-request-id")).toEqual([]);
    expect(RpcError.from(without).requestIds).toEqual([]);
    const withIt = (await run(client(clientInterceptor()))).error;
    expect(RpcError.from(withIt).requestIds).toEqual(["from-initial-metadata"]);
    expect(RpcError.from(withIt).reason).toBe("BOOK_MISSING");
  });

  it("makes RpcError.from free: the error of a call is decoded once", async () => {
    const { error } = await withLibrary(
      failing(),
      (calls) => calls.unary(),
      client(clientInterceptor()),
    );
    const decoded = RpcError.from(error);
    expect(RpcError.from(error)).toBe(decoded);
    expect(decoded.cause).toBe(error);
  });

  it("does not take a status that was made with another's metadata for that other", async () => {
    const { error } = await withLibrary(
      failing(),
      (calls) => calls.unary(),
      client(clientInterceptor()),
    );
    const original = RpcError.from(error);
    const made = Object.assign(new Error("other"), {
      code: Code.ABORTED,
      details: "made by hand",
      metadata: error?.metadata,
    });
    expect(RpcError.from(made)).not.toBe(original);
    expect(RpcError.from(made).code).toBe(Code.ABORTED);
  });

  it("puts nothing on the error that a log would show", async () => {
    const run = (options?: object) => withLibrary(failing(), (calls) => calls.unary(), options);
    const plain = (await run()).error ?? {};
    const seen = (await run(client(clientInterceptor()))).error ?? {};
    expect(Reflect.ownKeys(seen)).toEqual(Reflect.ownKeys(plain));
    expect(Object.keys((seen as { metadata: object }).metadata)).toEqual(
      Object.keys((plain as { metadata: object }).metadata),
    );
  });

  it.each(["first", "last"])("works as the %s of several interceptors", async (place) => {
    const passThrough: Interceptor = (options, nextCall) => new InterceptingCall(nextCall(options));
    const order =
      place === "first" ? [clientInterceptor(), passThrough] : [passThrough, clientInterceptor()];
    const { error } = await withLibrary(
      failing(sendRequestId),
      (calls) => calls.unary(),
      client(...order),
    );
    expect(RpcError.from(error).requestIds).toEqual(["from-initial-metadata"]);
  });

  it.each(KINDS)("leaves a successful %s call as it is", async (kind) => {
    const implementation = guard({
      getBook: () => create(GetBookResponseSchema, { book: { id: "1" } }),
      importBooks: async (call: { resume(): void }) => {
        call.resume();
        return create(ImportBooksResponseSchema);
      },
      listBooks: (call: { write(m: unknown): void; end(): void }) => {
        call.write(create(ListBooksResponseSchema, { book: { id: "1" } }));
        call.end();
      },
      reserveBooks: (call: {
        on(event: string, f: () => void): void;
        end(): void;
        resume(): void;
      }) => {
        call.on("end", () => call.end());
        call.resume();
      },
    });
    expect(METHOD[kind]).toBeDefined();
    const { error } = await withLibrary(
      implementation,
      (calls) => calls[kind](),
      client(clientInterceptor()),
    );
    expect(error).toBeUndefined();
  });

  it("tells a deadline of this process from one of the server", async () => {
    const interceptors = [clientInterceptor()];
    const error = await serviceErrorOfSilence({ deadline: Date.now() + 100, interceptors });
    expect(RpcError.from(error)).toMatchObject({ code: Code.DEADLINE_EXCEEDED, origin: "local" });
    const server = guard({
      getBook: async () => {
        throw new RpcError("DEADLINE_EXCEEDED", "the archive is slow");
      },
    });
    const answered = (
      await withLibrary(server, (calls) => calls.unary(), client(clientInterceptor()))
    ).error;
    expect(RpcError.from(answered)).toMatchObject({
      code: Code.DEADLINE_EXCEEDED,
      origin: "server",
    });
  });

  it.each<[what: string, expected: object, options: () => CallOptions]>([
    ["deadline", { code: Code.DEADLINE_EXCEEDED }, () => ({ deadline: Date.now() + 300 })],
    ["cancellation", { code: Code.CANCELLED }, () => ({ interceptors: [cancelWithHeaders] })],
  ])(
    "knows a %s of this process also after the headers of an answer",
    async (_, expected, options) => {
      const error = await withHttp2Server(
        (stream) => stream.respond({ ":status": 200, "content-type": "application/grpc" }),
        (port) => {
          const { interceptors = [], ...rest } = options();
          return callAndFail(port, {
            ...rest,
            interceptors: [clientInterceptor(), ...interceptors],
          });
        },
      );
      expect(RpcError.from(error)).toMatchObject({ ...expected, origin: "local" });
      expect(RpcError.from(error).metadata.get("content-type")).toBe("application/grpc");
    },
  );

  it("takes what a server says after its headers for the server's, also in words of grpc-js", async () => {
    const interceptors = [clientInterceptor()];
    const error = await withHttp2Server(failLate, (port) => callAndFail(port, { interceptors }));
    expect(RpcError.from(error)).toMatchObject({
      code: Code.RESOURCE_EXHAUSTED,
      origin: "server",
    });
  });
});

/** Answers with headers first, so that its trailers look like none of an answer of their own. */
function failLate(stream: ServerHttp2Stream): void {
  stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
  stream.on("wantTrailers", () =>
    stream.sendTrailers({
      "grpc-status": "8",
      "grpc-message": "Received message larger than max (5000 vs 1000)",
    }),
  );
  stream.end();
}

const cancelWithHeaders: Interceptor = (options, nextCall) => {
  const call = new InterceptingCall(nextCall(options), {
    start: (metadata, _listener, next) =>
      next(metadata, {
        onReceiveMetadata: (headers, pass) => {
          pass(headers);
          call.cancelWithStatus(Code.CANCELLED, "Cancelled on client");
        },
      }),
  });
  return call;
};

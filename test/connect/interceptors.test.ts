import { Code as ConnectCode, ConnectError } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { clientInterceptor, serverInterceptor } from "../../src/entry/connect.js";
import { Code, debugInfo, ErrorInfoSchema, RpcError, retryInfo } from "../../src/entry/index.js";
import { expectRichError, richError } from "../fixtures/rich-error.js";
import { KINDS, kindsOn, type LibraryImpl, WIRES, withLibrary } from "./library-server.js";

const SECRET = "password=hunter2";

/** An implementation whose four methods throw what `error` makes. */
function throwing(error: () => unknown): LibraryImpl {
  return {
    async getBook() {
      throw error();
    },
    async importBooks(messages) {
      for await (const _message of messages) throw error();
      throw error();
    },
    // biome-ignore lint/correctness/useYield: the stream fails before its first message
    async *listBooks() {
      throw error();
    },
    async *reserveBooks(messages) {
      for await (const _message of messages) {
        yield {};
        throw error();
      }
    },
  };
}

const cases = WIRES.flatMap((wire) => kindsOn(wire).map((kind) => ({ wire, kind })));

describe("clientInterceptor and serverInterceptor", () => {
  it.each(cases)("deliver five details of a $kind call over $wire", async ({ wire, kind }) => {
    const { error } = await withLibrary(wire, throwing(richError), (calls) => calls[kind](), {
      server: [serverInterceptor()],
      client: [clientInterceptor()],
    });
    expect(error).toBeInstanceOf(ConnectError);
    const decoded = RpcError.from(error);
    expectRichError(decoded);
    expect(decoded.via).toBe(wire.split("/")[0]);
    // Connect's own way to the details works as well.
    expect((error as ConnectError).findDetails(ErrorInfoSchema)[0]?.reason).toBe("BOOK_INVALID");
  });

  it.each(cases)("hide a plain error of a $kind call over $wire", async ({ wire, kind }) => {
    const reports: { error: unknown; method: string; requestId: string }[] = [];
    const server = serverInterceptor({
      onError: (error, { method, requestId }) => reports.push({ error, method, requestId }),
    });
    const { error } = await withLibrary(
      wire,
      throwing(() => new Error(SECRET)),
      (calls) => calls[kind](),
      { server: [server], client: [clientInterceptor()] },
    );
    const decoded = RpcError.from(error);
    expect(decoded).toMatchObject({ code: Code.INTERNAL, message: "internal error" });
    expect(reports).toMatchObject([
      { error: { message: SECRET }, requestId: decoded.requestIds[0] },
    ]);
    expect(reports[0]?.method).toMatch(/^\/example\.library\.v1\.LibraryService\//);
  });

  it.each(cases)("answer a thrown undefined of a $kind call over $wire", async ({ wire, kind }) => {
    const { error } = await withLibrary(
      wire,
      throwing(() => undefined),
      (calls) => calls[kind](),
      { server: [serverInterceptor({ onError() {} })] },
    );
    expect(RpcError.from(error).code).toBe(Code.INTERNAL);
  });

  it.each(cases)("answer a lone surrogate of a $kind call over $wire", async ({ wire, kind }) => {
    const { error } = await withLibrary(
      wire,
      throwing(() => new ConnectError("book \ud800!", ConnectCode.NotFound)),
      (calls) => calls[kind](),
      { server: [serverInterceptor()] },
    );
    expect(RpcError.from(error)).toMatchObject({ code: Code.NOT_FOUND, message: "book \ufffd!" });
  });

  it.each(WIRES)("leave a success over %s as it is", async (wire) => {
    const implementation: LibraryImpl = {
      getBook: () => ({ book: { id: "42" } }),
      async importBooks(messages) {
        let addedCount = 0;
        for await (const _message of messages) addedCount++;
        return { addedCount };
      },
      async *listBooks() {
        yield { book: { id: "1" } };
        yield { book: { id: "2" } };
      },
      async *reserveBooks(messages) {
        for await (const _message of messages) yield {};
      },
    };
    const options = { server: [serverInterceptor()], client: [clientInterceptor()] };
    await withLibrary(
      wire,
      implementation,
      async (calls) => {
        expect((await calls.unary()).messages).toMatchObject([{ book: { id: "42" } }]);
        expect((await calls.clientStream()).messages).toMatchObject([{ addedCount: 2 }]);
        expect((await calls.serverStream()).messages).toMatchObject([
          { book: { id: "1" } },
          { book: { id: "2" } },
        ]);
        if (kindsOn(wire).includes("bidi")) expect((await calls.bidi()).messages).toHaveLength(2);
      },
      options,
    );
  });
});

describe("clientInterceptor", () => {
  it.each(WIRES)("opens what a server without this library sent over %s", async (wire) => {
    const plain = () =>
      new ConnectError("no such book", ConnectCode.NotFound, { "x-request-id": "abc" }, [
        { desc: ErrorInfoSchema, value: { reason: "BOOK_MISSING", domain: "library.example" } },
      ]);
    const { error } = await withLibrary(wire, throwing(plain), (calls) => calls.unary(), {
      client: [clientInterceptor()],
    });
    const decoded = RpcError.from(error);
    expect(decoded).toMatchObject({
      code: Code.NOT_FOUND,
      message: "no such book",
      reason: "BOOK_MISSING",
    });
    expect(decoded.requestIds).toEqual(["abc"]);
    expect(decoded.cause).toBe(error);
    expect(RpcError.from(error)).toBe(decoded);
  });

  it.each(WIRES)(
    "knows the protocol of an error over %s, and so does RpcError.from without it",
    async (wire) => {
      const run = (client: ReturnType<typeof clientInterceptor>[]) =>
        withLibrary(wire, throwing(richError), (calls) => calls.serverStream(), { client });
      for (const client of [[], [clientInterceptor()]]) {
        expect(RpcError.from((await run(client)).error).via).toBe(wire.split("/")[0]);
      }
    },
  );

  it("tells a deadline of this process from an answer", async () => {
    const implementation: LibraryImpl = { getBook: () => new Promise(() => {}) };
    const { error } = await withLibrary("connect/1.1", implementation, (calls) => calls.unary(), {
      client: [clientInterceptor()],
      timeoutMs: 50,
    });
    expect(RpcError.from(error)).toMatchObject({ code: Code.DEADLINE_EXCEEDED });
  });
});

describe("serverInterceptor", () => {
  it.each(KINDS)("strips DebugInfo of a %s call unless debug is on", async (kind) => {
    const error = () =>
      new RpcError("ABORTED", "again", { details: [debugInfo({ detail: SECRET }), retryInfo(1)] });
    for (const debug of [false, true]) {
      const outcome = await withLibrary("grpc/2", throwing(error), (calls) => calls[kind](), {
        server: [serverInterceptor({ debug, requestId: false })],
      });
      expect(RpcError.from(outcome.error).details.map(({ type }) => type)).toEqual(
        debug ? ["google.rpc.DebugInfo", "google.rpc.RetryInfo"] : ["google.rpc.RetryInfo"],
      );
    }
  });

  it.each(WIRES)("does not pass on what another server answered over %s", async (wire) => {
    const upstreamError = () =>
      new ConnectError(SECRET, ConnectCode.PermissionDenied, { "x-key": SECRET }, [
        { desc: ErrorInfoSchema, value: { reason: "UPSTREAM" } },
      ]);
    for (const client of [[], [clientInterceptor()]]) {
      const { error: upstream } = await withLibrary(
        wire,
        throwing(upstreamError),
        (calls) => calls.unary(),
        {
          client,
        },
      );
      for (const thrown of [upstream, RpcError.from(upstream)]) {
        const { error } = await withLibrary(
          wire,
          throwing(() => thrown),
          (calls) => calls.unary(),
          { server: [serverInterceptor({ onError() {} })] },
        );
        const decoded = RpcError.from(error);
        expect(decoded.code).toBe(Code.INTERNAL);
        const seen = [
          decoded.message,
          JSON.stringify(decoded),
          ...[...decoded.metadata].flat(),
        ].join();
        expect(seen).not.toMatch(/hunter2|UPSTREAM/);
      }
    }
  });

  it.each(WIRES)("answers an error over %s whose metadata HTTP/2 forbids", async (wire) => {
    const metadata = {
      upgrade: "h2c",
      "proxy-connection": "x",
      "http2-settings": "x",
      "keep-alive": "1",
    };
    const error = () => new RpcError("NOT_FOUND", "x", { metadata });
    const outcome = await withLibrary(wire, throwing(error), (calls) => calls.unary(), {
      server: [serverInterceptor()],
    });
    expect(RpcError.from(outcome.error).code).toBe(Code.NOT_FOUND);
  });

  it("passes on what Connect itself finds wrong with a request", async () => {
    const implementation: LibraryImpl = {
      async importBooks(messages) {
        for await (const _message of messages)
          throw new ConnectError("bad book", ConnectCode.InvalidArgument);
        return {};
      },
    };
    const { error } = await withLibrary("grpc/2", implementation, (calls) => calls.clientStream(), {
      server: [serverInterceptor()],
    });
    expect(RpcError.from(error)).toMatchObject({
      code: Code.INVALID_ARGUMENT,
      message: "bad book",
    });
  });
});

import type { EventEmitter } from "node:events";
import { create } from "@bufbuild/protobuf";
import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import {
  GetBookResponseSchema,
  ImportBooksResponseSchema,
  ListBooksResponseSchema,
  ReserveBooksResponseSchema,
} from "../../gen/example/library/v1/library_pb.js";
import {
  clientInterceptor,
  guard,
  toServiceError,
  type UntypedImplementation,
} from "../../src/entry/grpc-js.js";
import { Code, debugInfo, errorInfo, RpcError, retryInfo } from "../../src/entry/index.js";
import { expectNoEscapes } from "../fixtures/escapes.js";
import { expectRichError, richError } from "../fixtures/rich-error.js";
import { KINDS, METHOD, received, withLibrary } from "./library-server.js";

type Kind = (typeof KINDS)[number];
// biome-ignore lint/suspicious/noExplicitAny: one body serves the call objects of four kinds
type Handler = (call: any, callback?: any) => unknown;

const SECRET = "password=hunter2";

/** Each way to fail, as a handler; those that need a callback or a stream say so. */
const WAYS: Record<
  string,
  { readonly kinds: readonly Kind[]; handler(error: () => unknown): Handler }
> = {
  "a synchronous throw": {
    kinds: KINDS,
    handler: (error) => () => {
      throw error();
    },
  },
  "a rejected promise": {
    kinds: KINDS,
    handler: (error) => async () => {
      throw error();
    },
  },
  "a late rejection": {
    kinds: KINDS,
    handler: (error) => async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      throw error();
    },
  },
  "a callback": {
    kinds: ["unary", "clientStream"],
    handler: (error) => (_call, callback) => callback(error()),
  },
  "a late callback": {
    kinds: ["unary", "clientStream"],
    handler: (error) => (_call, callback) => setTimeout(() => callback(error()), 5),
  },
  "an emitted error": {
    kinds: KINDS,
    handler: (error) => (call, _callback) => {
      call.emit("error", error());
    },
  },
  "a late emitted error": {
    kinds: KINDS,
    handler: (error) => (call, _callback) => {
      setTimeout(() => call.emit("error", error()), 5);
    },
  },
  "destroy with an error": {
    kinds: KINDS,
    handler: (error) => (call, _callback) => {
      call.destroy(error());
    },
  },
  "a throwing data listener": {
    kinds: ["clientStream", "bidi"],
    handler: (error) => (call, _callback) => {
      call.on("data", () => {
        throw error();
      });
    },
  },
  "a rejecting data listener": {
    kinds: ["clientStream", "bidi"],
    handler: (error) => (call, _callback) => {
      call.on("data", async () => {
        throw error();
      });
    },
  },
  "a rejecting end listener added with once": {
    kinds: ["clientStream", "bidi"],
    handler: (error) => (call, _callback) => {
      call.resume();
      call.once("end", async () => {
        throw error();
      });
    },
  },
  "a rejecting data listener added in front": {
    kinds: ["clientStream", "bidi"],
    handler: (error) => (call, _callback) => {
      call.prependListener("data", async () => {
        throw error();
      });
      call.resume();
    },
  },
  "a listener added with once that returns a rejected promise": {
    kinds: ["clientStream", "bidi"],
    handler: (error) => (call, _callback) => {
      call.once("data", () => Promise.reject(error()));
    },
  },
  "a throw out of for await": {
    kinds: ["clientStream", "bidi"],
    handler: (error) => async (call) => {
      for await (const _message of call) throw error();
    },
  },
};

const cases = Object.entries(WAYS).flatMap(([way, { kinds, handler }]) =>
  kinds.map((kind) => ({ way, kind, handler })),
);

expectNoEscapes();

describe("guard", () => {
  it.each(cases)("delivers five details after $way in a $kind call", async ({ kind, handler }) => {
    const implementation = guard({ [METHOD[kind]]: handler(richError) });
    const { error } = await withLibrary(implementation, (calls) => calls[kind](), {
      client: { interceptors: [clientInterceptor()] },
    });
    const decoded = RpcError.from(error);
    expectRichError(decoded);
    expect(decoded.via).toBe("grpc");
  });

  it.each(cases)("hides a plain error after $way in a $kind call", async ({ kind, handler }) => {
    const reports: { error: unknown; requestId: string; method: string }[] = [];
    const implementation = guard(
      { [METHOD[kind]]: handler(() => new Error(SECRET)) },
      { onError: (error, { requestId, method }) => reports.push({ error, requestId, method }) },
    );
    const { error } = await withLibrary(implementation, (calls) => calls[kind]());
    const decoded = RpcError.from(error);
    expect(decoded.code).toBe(Code.INTERNAL);
    expect(decoded.message).toBe("internal error");
    expect(received(error)).not.toContain(SECRET);
    expect(reports[0]).toMatchObject({
      error: { message: SECRET },
      requestId: decoded.requestIds[0],
    });
    expect(reports[0]?.method.toLowerCase()).toContain(METHOD[kind].toLowerCase());
    expect(decoded.requestIds[0]).toMatch(/^[0-9a-f-]{36}$/);
  });

  const odd: Record<string, () => unknown> = {
    "a string": () => SECRET,
    "an object without a code": () => ({ message: SECRET }),
    "a circular object": () => {
      const value: { self?: unknown; text: string } = { text: SECRET };
      value.self = value;
      return value;
    },
    "an Error with a database's numeric code": () => Object.assign(new Error(SECRET), { code: 13 }),
    "an Error with a text code": () => Object.assign(new Error(SECRET), { code: "ENOENT" }),
    "an object with code 0": () => ({ code: 0, details: SECRET }),
    "an object with code 99": () => ({ code: 99, details: SECRET }),
    "a frozen error": () => Object.freeze(new Error(SECRET)),
    "a proxy that throws": () =>
      new Proxy(
        {},
        {
          get() {
            throw new Error(SECRET);
          },
        },
      ),
  };

  it.each(KINDS.flatMap((kind) => Object.keys(odd).map((name) => ({ kind, name }))))(
    "answers INTERNAL to $name thrown in a $kind call",
    async ({ kind, name }) => {
      const implementation = guard(
        {
          [METHOD[kind]]: async () => {
            throw odd[name]?.();
          },
        },
        { onError() {} },
      );
      const { error } = await withLibrary(implementation, (calls) => calls[kind]());
      expect(error?.code).toBe(status.INTERNAL);
      expect(received(error)).not.toContain(SECRET);
    },
  );

  it.each(KINDS)("answers a rejection without a value in a %s call", async (kind) => {
    const implementation = guard({ [METHOD[kind]]: () => Promise.reject() }, { onError() {} });
    const { error } = await withLibrary(implementation, (calls) => calls[kind]());
    expect(error?.code).toBe(status.INTERNAL);
  });

  it("passes a status stated in grpc-js's own words on", async () => {
    const trailer = new Metadata();
    trailer.set("x-shelf", "poetry");
    trailer.set("grpc-status", "0");
    const implementation = guard({
      getBook: (_call: unknown, callback: (e: object, v?: null, t?: Metadata) => void) =>
        callback({ code: status.NOT_FOUND, details: "no such book" }, null, trailer),
    });
    const { error } = await withLibrary(implementation, (calls) => calls.unary());
    expect(error).toMatchObject({ code: status.NOT_FOUND, details: "no such book" });
    expect(error?.metadata.get("x-shelf")).toEqual(["poetry"]);
  });

  it("answers without the trailers where those are no Metadata", async () => {
    const implementation = guard({
      getBook: (_call: unknown, callback: (e: object, v: null, t: unknown) => void) =>
        callback({ code: status.NOT_FOUND, details: "no such book" }, null, {
          "x-shelf": "poetry",
        }),
    });
    const { error } = await withLibrary(implementation, (calls) => calls.unary());
    expect(error).toMatchObject({ code: status.NOT_FOUND, details: "no such book" });
  });

  it("does not pass on what another server answered", async () => {
    const upstream = guard({
      getBook: async () => {
        throw new RpcError("PERMISSION_DENIED", SECRET, {
          details: [errorInfo({ reason: "UPSTREAM", domain: "secret.example" })],
          metadata: { "x-upstream-key": SECRET },
        });
      },
    });
    const reports: unknown[] = [];
    await withLibrary(upstream, async (calls) => {
      for (const convert of [(e: unknown) => e, RpcError.from]) {
        const front = guard(
          {
            getBook: async () => {
              throw convert((await calls.unary()).error);
            },
          },
          { onError: (error) => reports.push(error) },
        );
        const { error } = await withLibrary(front, (outer) => outer.unary());
        expect(error?.code).toBe(status.INTERNAL);
        expect(received(error)).not.toMatch(/hunter2|UPSTREAM|secret/);
      }
    });
    expect(reports).toHaveLength(2);
  });

  it("strips DebugInfo unless debug is on", async () => {
    const handlers = {
      getBook: async () => {
        throw new RpcError("ABORTED", "try again", {
          details: [debugInfo({ detail: SECRET }), retryInfo(1)],
        });
      },
    };
    const types = async (debug: boolean) => {
      const implementation = guard(handlers, { debug, requestId: false });
      const { error } = await withLibrary(implementation, (calls) => calls.unary());
      expect(received(error).includes(SECRET)).toBe(debug);
      return RpcError.from(error).details.map(({ type }) => type);
    };
    expect(await types(false)).toEqual(["google.rpc.RetryInfo"]);
    expect(await types(true)).toEqual(["google.rpc.DebugInfo", "google.rpc.RetryInfo"]);
  });

  it("lets handlers return their response, at once or as a promise", async () => {
    const implementation = guard({
      getBook: () => create(GetBookResponseSchema, { book: { id: "42" } }),
      importBooks: async (call: AsyncIterable<unknown>) => {
        let addedCount = 0;
        for await (const _book of call) addedCount++;
        return create(ImportBooksResponseSchema, { addedCount });
      },
    });
    await withLibrary(implementation, async (calls) => {
      expect((await calls.unary()).messages).toMatchObject([{ book: { id: "42" } }]);
      expect((await calls.clientStream(3)).messages).toMatchObject([{ addedCount: 3 }]);
    });
  });

  it("leaves handlers that call back and write as they were", async () => {
    const implementation = guard({
      getBook: (_call: unknown, callback: (e: null, v: unknown) => void) => {
        // What a callback style handler returns is no response.
        return setTimeout(
          () => callback(null, create(GetBookResponseSchema, { book: { id: "7" } })),
          1,
        );
      },
      listBooks: (call: { write(m: unknown): void; end(): void }) => {
        for (const id of ["1", "2"]) call.write(create(ListBooksResponseSchema, { book: { id } }));
        call.end();
      },
      reserveBooks: async (
        call: AsyncIterable<unknown> & { write(m: unknown): void; end(): void },
      ) => {
        for await (const _request of call) call.write(create(ReserveBooksResponseSchema));
        // Node destroys a stream after `for await`; the guard keeps it open for this.
        await new Promise((resolve) => setTimeout(resolve, 1));
        call.end();
      },
    });
    await withLibrary(implementation, async (calls) => {
      expect((await calls.unary()).messages).toMatchObject([{ book: { id: "7" } }]);
      expect((await calls.serverStream()).messages).toMatchObject([
        { book: { id: "1" } },
        { book: { id: "2" } },
      ]);
      const bidi = await calls.bidi(3);
      expect(bidi.error).toBeUndefined();
      expect(bidi.messages).toHaveLength(3);
    });
  });

  it("delivers what a stream wrote before it failed", async () => {
    const implementation = guard({
      listBooks: async (call: { write(m: unknown): void }) => {
        call.write(create(ListBooksResponseSchema, { book: { id: "1" } }));
        throw new RpcError("UNAVAILABLE", "the shelf moved");
      },
    });
    const { error, messages } = await withLibrary(implementation, (calls) => calls.serverStream());
    expect(messages).toHaveLength(1);
    expect(RpcError.from(error)).toMatchObject({
      code: Code.UNAVAILABLE,
      message: "the shelf moved",
    });
  });

  it("answers a handler that leaves its stream without ending it", async () => {
    const implementation = guard(
      {
        reserveBooks: async (call: AsyncIterable<unknown>) => {
          for await (const _request of call) break;
        },
        listBooks: (call: { destroy(): void }) => {
          call.destroy();
        },
        getBook: (call: { destroy(error: null): void }, _callback: unknown) => {
          call.destroy(null);
        },
      },
      { onError() {} },
    );
    await withLibrary(implementation, async (calls) => {
      expect((await calls.bidi()).error?.code).toBe(status.INTERNAL);
      expect((await calls.serverStream()).error?.code).toBe(status.INTERNAL);
      expect((await calls.unary()).error?.code).toBe(status.INTERNAL);
    });
  });

  it("removes a listener that was added with once, async or not", async () => {
    const called: string[] = [];
    const implementation = guard({
      reserveBooks: (call: NodeJS.EventEmitter & { resume(): void; end(): void }) => {
        const listener = async () => {
          called.push("removed listener");
        };
        call.once("end", listener);
        call.removeListener("end", listener);
        call.once("end", () => call.end());
        call.resume();
      },
    });
    const { error } = await withLibrary(implementation, (calls) => calls.bidi());
    expect(error).toBeUndefined();
    expect(called).toEqual([]);
  });

  it("lets an async handler return its response even if it declares the callback", async () => {
    const implementation = guard({
      getBook: async (_call: unknown, _callback: unknown) =>
        create(GetBookResponseSchema, { book: { id: "9" } }),
    });
    const { messages } = await withLibrary(implementation, (calls) => calls.unary());
    expect(messages).toMatchObject([{ book: { id: "9" } }]);
  });

  it("sends what toServiceError made as it is", async () => {
    const implementation = guard({
      getBook: async () => {
        throw toServiceError(richError());
      },
    });
    const { error } = await withLibrary(implementation, (calls) => calls.unary());
    expectRichError(RpcError.from(error));
  });

  it.each(["transfer-encoding", "keep-alive", "upgrade", "proxy-connection", "http2-settings"])(
    "answers an error whose metadata has %s, which HTTP/2 forbids",
    async (name) => {
      const trailer = new Metadata();
      trailer.set(name, "x");
      const implementation = guard({
        getBook: async () => {
          throw new RpcError("NOT_FOUND", "x", {
            metadata: { [name]: "x", "retry-after": ["1", "2"] },
          });
        },
        importBooks: (_call: unknown, callback: (e: object, v: null, t: Metadata) => void) =>
          callback({ code: status.NOT_FOUND, details: "x" }, null, trailer),
      });
      await withLibrary(implementation, async (calls) => {
        const { error } = await calls.unary();
        expect(error?.code).toBe(status.NOT_FOUND);
        expect(error?.metadata.get("retry-after")).toEqual(["1, 2"]);
        expect((await calls.clientStream()).error?.code).toBe(status.NOT_FOUND);
      });
    },
  );

  it("answers a status that no trailer can hold, and keeps the channel usable", async () => {
    const implementation = guard({
      getBook: async () => {
        throw new RpcError("NOT_FOUND", "x".repeat(1_000_000));
      },
      listBooks: async () => {
        throw new RpcError("ABORTED", "kept", {
          details: [errorInfo({ reason: "reason".repeat(12_000) })],
        });
      },
    });
    await withLibrary(implementation, async (calls) => {
      expect(RpcError.from((await calls.unary()).error)).toMatchObject({ code: Code.NOT_FOUND });
      expect(RpcError.from((await calls.serverStream()).error)).toMatchObject({
        code: Code.ABORTED,
        message: "kept",
      });
      expect((await calls.unary()).error?.code).toBe(status.NOT_FOUND);
    });
  });

  it("answers a success without the trailers where those are no Metadata", async () => {
    const implementation = guard({
      getBook: (_call: unknown, callback: (e: null, v: unknown, t: unknown) => void) =>
        callback(null, create(GetBookResponseSchema, { book: { id: "3" } }), {
          "x-shelf": "poetry",
        }),
    });
    const { messages } = await withLibrary(implementation, (calls) => calls.unary());
    expect(messages).toMatchObject([{ book: { id: "3" } }]);
  });

  it("keeps trailers inside with an upstream error that reads like the answer", async () => {
    const trailer = new Metadata();
    trailer.set("x-secret", SECRET);
    const upstream = RpcError.from({ code: Code.INTERNAL, details: "internal error" });
    const implementation = guard(
      {
        getBook: (_call: unknown, callback: (e: object, v: null, t: Metadata) => void) =>
          callback(upstream, null, trailer),
      },
      { onError() {} },
    );
    const { error } = await withLibrary(implementation, (calls) => calls.unary());
    expect(error?.code).toBe(status.INTERNAL);
    expect(received(error)).not.toContain(SECRET);
  });

  it("keeps the trailers of an error inside that stays inside", async () => {
    const trailer = new Metadata();
    trailer.set("x-secret", SECRET);
    const implementation = guard(
      {
        getBook: (_call: unknown, callback: (e: object, v: null, t: Metadata) => void) =>
          callback(new Error("x"), null, trailer),
      },
      { onError() {} },
    );
    const { error } = await withLibrary(implementation, (calls) => calls.unary());
    expect(received(error)).not.toContain(SECRET);
  });

  it("answers a handler that returns nothing although it takes no callback", async () => {
    const reports: unknown[] = [];
    const implementation = guard(
      { getBook: async () => {} },
      { onError: (error) => reports.push(error) },
    );
    const { error } = await withLibrary(implementation, (calls) => calls.unary());
    expect(error?.code).toBe(status.INTERNAL);
    expect(reports).toMatchObject([{ message: "the handler returned no response" }]);
  });

  it("answers a handler that takes no callback and returns nothing at once", async () => {
    const reports: unknown[] = [];
    const implementation = guard(
      { getBook: (_call: unknown) => undefined },
      { onError: (error) => reports.push(error) },
    );
    const { error } = await withLibrary(implementation, (calls) => calls.unary());
    expect(error?.code).toBe(status.INTERNAL);
    expect(reports).toMatchObject([{ message: "the handler returned no response" }]);
  });

  it("gives such a handler the time to say why", async () => {
    const implementation = guard({
      getBook(call: EventEmitter) {
        setTimeout(() => call.emit("error", new RpcError("ABORTED", "later")), 100);
      },
    });
    const { error } = await withLibrary(implementation, (calls) => calls.unary());
    expect(error?.code).toBe(status.ABORTED);
  });

  it("waits for a callback that comes late, through wrappers too", async () => {
    const inner = (_call: unknown, callback: (error: null, value: object) => void) => {
      setTimeout(() => callback(null, create(GetBookResponseSchema)), 700);
    };
    const wrapped = async (...args: unknown[]) => Reflect.apply(inner, null, args);
    for (const getBook of [inner, wrapped]) {
      const { error } = await withLibrary(guard({ getBook }), (calls) => calls.unary());
      expect(error).toBeUndefined();
    }
  });

  it("warns of a handler that returns its response although it takes a callback", async () => {
    const reports: unknown[] = [];
    const getBook = (_call: unknown, _callback: unknown) => ({ book: { id: "42" } });
    const implementation = guard({ getBook } as UntypedImplementation, {
      onError: (error, { warning }) => reports.push([(error as Error).message, warning]),
    });
    const { error } = await withLibrary(implementation, (calls) => calls.unary());
    // The client waits for its deadline: who declares a callback may still call it.
    expect(error?.code).toBe(status.DEADLINE_EXCEEDED);
    const method = "/example.library.v1.LibraryService/GetBook";
    expect(reports[0]).toEqual([
      `the handler of ${method} has not answered its call`,
      "unanswered",
    ]);
  });

  it("asks mapError about errors that state a status of their own, too", async () => {
    class OutOfStock extends Error {
      readonly code = 3;
      readonly details = SECRET;
    }
    const mapError = (error: unknown) =>
      error instanceof OutOfStock ? new RpcError("FAILED_PRECONDITION", "sold out") : undefined;
    const getBook = async () => {
      throw new OutOfStock();
    };
    const { error } = await withLibrary(guard({ getBook }, { mapError }), (calls) => calls.unary());
    expect(error).toMatchObject({ code: status.FAILED_PRECONDITION, details: "sold out" });
    expect(received(error)).not.toContain(SECRET);
  });

  it.each<[string, (error: ServiceError) => unknown]>([
    [
      "with words added to its message",
      (error) => Object.assign(error, { message: `${error.message} (while loading)` }),
    ],
    ["on another Error", (error) => Object.assign(new Error("context"), error)],
    ["as a status", ({ code, details, metadata }) => ({ code, details, metadata })],
  ])("knows an error that a client received %s", async (_name, change) => {
    const upstream = guard({
      getBook: async () => {
        throw new RpcError("PERMISSION_DENIED", SECRET);
      },
    });
    const { error } = await withLibrary(upstream, async (calls) => {
      const upstreamError = (await calls.unary()).error as ServiceError;
      const getBook = (_call: unknown, callback: (error: unknown) => void) =>
        callback(change(upstreamError));
      const implementation = guard({ getBook } as UntypedImplementation, { onError: () => {} });
      return withLibrary(implementation, (own) => own.unary());
    });
    expect(error?.code).toBe(status.INTERNAL);
    expect(received(error)).not.toContain(SECRET);
  });

  it("survives a text for users that rejects", async () => {
    const text = (async () => {
      throw new Error(SECRET);
    }) as unknown as () => string;
    const getBook = async () => {
      throw new RpcError("NOT_FOUND", "no such book");
    };
    const locales = { en: { NOT_FOUND: text } };
    const { error } = await withLibrary(guard({ getBook }, { locales }), (calls) => calls.unary());
    expect(error).toMatchObject({ code: status.NOT_FOUND, details: "no such book" });
  });

  it("sends a pushback along, which tells a client when to come back", async () => {
    const getBook = async () => {
      throw new RpcError("UNAVAILABLE", "busy", { metadata: { "grpc-retry-pushback-ms": "700" } });
    };
    const { error } = await withLibrary(guard({ getBook }), (calls) => calls.unary());
    expect(error?.metadata.get("grpc-retry-pushback-ms")).toEqual(["700"]);
  });

  it("lets the first answer stand and reports an error that comes after it", async () => {
    const reports: unknown[] = [];
    const implementation = guard(
      {
        getBook: async (_call: unknown, callback: (e: null, v: unknown) => void) => {
          callback(null, create(GetBookResponseSchema));
          throw new Error("too late");
        },
      },
      { onError: (error) => reports.push(error) },
    );
    const { error } = await withLibrary(implementation, (calls) => calls.unary());
    expect(error).toBeUndefined();
    expect(reports).toMatchObject([
      {
        message:
          "the handler of /example.library.v1.LibraryService/GetBook answered its call again",
        cause: { message: "too late" },
      },
    ]);
  });

  it("survives an onError that throws", async () => {
    const implementation = guard(
      {
        getBook: async () => {
          throw new Error("x");
        },
      },
      {
        onError() {
          throw new Error("the logger is down");
        },
      },
    );
    const { error } = await withLibrary(implementation, (calls) => calls.unary());
    expect(error?.code).toBe(status.INTERNAL);
  });

  it("sends lone surrogates as U+FFFD instead of hanging", async () => {
    const implementation = guard({
      getBook: async () => {
        throw new RpcError("NOT_FOUND", "book \ud800!");
      },
    });
    const { error } = await withLibrary(implementation, (calls) => calls.unary());
    expect(RpcError.from(error).message).toBe("book \ufffd!");
  });

  it("runs the methods of a class with their own this", async () => {
    class Library {
      readonly #title = "Faust";
      async getBook() {
        return create(GetBookResponseSchema, { book: { title: this.#title } });
      }
    }
    const implementation = guard(new Library() as unknown as Record<string, unknown>);
    const { messages } = await withLibrary(implementation, (calls) => calls.unary());
    expect(messages).toMatchObject([{ book: { title: "Faust" } }]);
  });

  it("refuses what is no object of handlers", () => {
    expect(() => guard(undefined as never)).toThrow(
      new TypeError("guard needs an object of handlers, not undefined"),
    );
  });
});

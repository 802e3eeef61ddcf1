import { create, toBinary } from "@bufbuild/protobuf";
import { InterceptingCall, type Interceptor, Metadata } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { describe, expect, it } from "vitest";
import { GetBookResponseSchema, LibraryService } from "../../gen/example/library/v1/library_pb.js";
import { clientInterceptor, retryInterceptor } from "../../src/entry/grpc-js.js";
import { Code, RpcError } from "../../src/entry/index.js";
import { attemptsOf, type RetryNotice, RetryThrottle } from "../../src/entry/retry.js";
import { withRawServer } from "../fixtures/raw-grpc-server.js";
import {
  clientOf,
  QUICK,
  type RetriedClient,
  seen,
  single,
  withRetried,
} from "./retry/retried-library.js";
import {
  type Answer,
  afterFailures,
  comeBackIn,
  type ServerCall,
  unavailable,
} from "./retry/server-call.js";

const BOOK = { book: { id: "42", title: "Momo" } };
const answerBook = (_call: ServerCall, answer: Answer) => answer(null, BOOK);
const getBook = (client: RetriedClient, metadata = new Metadata(), options = {}) =>
  single((callback) => client.getBook({ bookId: "42" }, metadata, options, callback));
const idOf = (message: unknown) => (message as typeof BOOK | undefined)?.book.id;

/** Whatever the server does, it is called as often as this says. */
const alwaysFailing = (failure: object = unavailable()) =>
  afterFailures<[Answer]>(
    Array.from({ length: 50 }, () => failure),
    answerBook,
  );

describe("retryInterceptor", () => {
  it.each([
    ["RetryInfo", () => comeBackIn(300)],
    ["a pushback", () => unavailable({ "grpc-retry-pushback-ms": "300" })],
  ])(
    "comes back when %s says so, no earlier, and 1.5 times as late at most",
    async (_, failure) => {
      const { arrivals, handler } = afterFailures<[Answer]>([failure(), failure()], answerBook);
      const notices: RetryNotice[] = [];
      const retry = { idempotent: true, onRetry: (notice: RetryNotice) => notices.push(notice) };
      const { error, messages } = await withRetried({ getBook: handler }, { retry }, (client) =>
        getBook(client),
      );
      expect(error).toBeUndefined();
      expect(messages.map(idOf)).toEqual(["42"]);
      expect(notices.map(({ attempt }) => attempt)).toEqual([1, 2]);
      for (const { pauseMs } of notices) {
        expect(pauseMs).toBeGreaterThanOrEqual(300);
        expect(pauseMs).toBeLessThanOrEqual(450);
      }
      const [first, second, third] = arrivals.map(({ at }) => at) as [number, number, number];
      // Timers may be early by less than a millisecond.
      expect(second - first).toBeGreaterThan(299);
      expect(third - second).toBeGreaterThan(299);
    },
  );

  it("stops at once when the server pushes back with -1", async () => {
    const { arrivals, handler } = alwaysFailing(unavailable({ "grpc-retry-pushback-ms": "-1" }));
    const { error } = await withRetried({ getBook: handler }, {}, (client) => getBook(client));
    expect(error?.code).toBe(Code.UNAVAILABLE);
    expect(arrivals).toHaveLength(1);
    expect(attemptsOf(error)).toMatchObject([{ attempt: 1, pauseMs: undefined }]);
  });

  it("gives up after maxAttempts with the last attempt's error and the history of all", async () => {
    let count = 0;
    const getBookFails = (_: ServerCall, answer: Answer) =>
      answer({ code: 14, details: `failure ${++count}` });
    const retry = { ...QUICK, maxAttempts: 3 };
    const { error, events } = await withRetried({ getBook: getBookFails }, { retry }, (client) =>
      getBook(client),
    );
    expect(error?.details).toBe("failure 3");
    expect(events).toEqual(["status"]);
    const attempts = attemptsOf(error);
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(attempts.map((record) => (record.error as { details: string }).details)).toEqual([
      "failure 1",
      "failure 2",
      "failure 3",
    ]);
    expect(attempts.map(({ stopReason }) => stopReason === undefined)).toEqual([true, true, false]);
    expect(attempts.at(-1)?.stopReason).toContain("3");
  });

  it("puts nothing on the error that a log would show", async () => {
    const run = (interceptors: Interceptor[]) =>
      withRetried({ getBook: alwaysFailing().handler }, { interceptors }, (client) =>
        getBook(client),
      );
    const plain = (await run([])).error ?? {};
    const retried = (await run([retryInterceptor({ ...QUICK, maxAttempts: 2 })])).error ?? {};
    expect(attemptsOf(retried)).toHaveLength(2);
    expect(Reflect.ownKeys(retried)).toEqual(Reflect.ownKeys(plain));
    expect(Object.keys((retried as { metadata: object }).metadata)).toEqual(
      Object.keys((plain as { metadata: object }).metadata),
    );
  });

  it("leaves RpcError.from the error of the caller as its cause, with a clientInterceptor behind it", async () => {
    const interceptors = [retryInterceptor({ ...QUICK, maxAttempts: 2 }), clientInterceptor()];
    const { error } = await withRetried(
      { getBook: alwaysFailing(comeBackIn(1)).handler },
      { interceptors },
      (client) => getBook(client),
    );
    const decoded = RpcError.from(error);
    expect(decoded.cause).toBe(error);
    expect(decoded.retryDelayMs).toBe(1);
    expect(RpcError.from(error)).toBe(decoded);
    expect(attemptsOf(decoded)).toHaveLength(2);
  });

  it("gives errors that share one metadata each its own history", async () => {
    const shared = new Metadata();
    const failing: Interceptor = (options, nextCall) =>
      new InterceptingCall(nextCall(options), {
        start: (metadata, _listener, next) =>
          next(metadata, {
            onReceiveStatus: (_status, pass) =>
              pass({ code: 14, details: "none", metadata: shared }),
          }),
      });
    const interceptors = [retryInterceptor({ ...QUICK, maxAttempts: 2 }), failing];
    const [one, other] = await withRetried(
      { getBook: alwaysFailing().handler },
      { interceptors },
      async (client) => [await getBook(client), await getBook(client)],
    );
    expect(attemptsOf(one?.error)).toHaveLength(2);
    expect(attemptsOf(other?.error)).toHaveLength(2);
    expect(attemptsOf(one?.error)).not.toBe(attemptsOf(other?.error));
  });

  describe("a call that succeeds at once", () => {
    const withHeaders = (call: ServerCall, answer: Answer) => {
      const headers = new Metadata();
      headers.set("x-shelf", "7");
      call.sendMetadata(headers);
      const trailers = new Metadata();
      trailers.set("x-copies", "3");
      answer(null, BOOK, trailers);
    };

    it("keeps its headers, message, trailers and peer, in their order", async () => {
      await withRetried({ getBook: withHeaders }, {}, async (client, { address }) => {
        let call: ReturnType<RetriedClient["getBook"]> | undefined;
        const outcome = await single((callback) => {
          call = client.getBook({ bookId: "42" }, new Metadata(), {}, callback);
          return call;
        });
        expect(outcome.events).toEqual(["headers", "status"]);
        expect(outcome.headers[0]?.get("x-shelf")).toEqual(["7"]);
        expect(outcome.messages.map(idOf)).toEqual(["42"]);
        expect(outcome.status).toMatchObject({ code: 0 });
        expect(outcome.status?.metadata.get("x-copies")).toEqual(["3"]);
        expect(call?.getPeer()).toBe(address);
      });
    });

    it("passes the caller's metadata and options through to the layers below", async () => {
      const passed: unknown[] = [];
      const spy: Interceptor = (options, nextCall) =>
        new InterceptingCall(nextCall(options), {
          start(metadata, listener, next) {
            passed.push(options.host, options.deadline, metadata.get("x-tenant"));
            next(metadata, listener);
          },
        });
      const metadata = new Metadata();
      metadata.set("x-tenant", "north");
      const deadline = new Date(Date.now() + 60_000);
      await withRetried(
        { getBook: answerBook },
        { interceptors: [retryInterceptor(QUICK), spy] },
        (client) => getBook(client, metadata, { deadline, host: "library.example" }),
      );
      expect(passed).toEqual(["library.example", deadline, ["north"]]);
    });
  });

  describe("every kind of call", () => {
    const failures = [unavailable(), unavailable()];
    const read = (call: ServerCall, then: (count: number) => void) => {
      let count = 0;
      call.on("data", () => count++);
      call.on("end", () => then(count));
    };
    const KINDS = {
      unary: {
        server: () => {
          const { arrivals, handler } = afterFailures<[Answer]>(failures, answerBook);
          return { arrivals, implementation: { getBook: handler } };
        },
        run: (client: RetriedClient) => getBook(client),
        answers: 1,
      },
      clientStream: {
        server: () => {
          const { arrivals, handler } = afterFailures<[Answer]>(failures, (call, answer) =>
            read(call, (addedCount) => answer(null, { addedCount })),
          );
          return { arrivals, implementation: { importBooks: handler } };
        },
        run: (client: RetriedClient) =>
          single((callback) => {
            const call = client.importBooks(new Metadata(), {}, callback);
            call.write({});
            call.end();
            return call;
          }),
        answers: 1,
      },
      serverStream: {
        server: () => {
          const { arrivals, handler } = afterFailures<[]>(failures, (call) => {
            call.write(BOOK);
            call.write(BOOK);
            call.end();
          });
          return { arrivals, implementation: { listBooks: handler } };
        },
        run: (client: RetriedClient) => seen(client.listBooks({}, new Metadata(), {})),
        answers: 2,
      },
      bidi: {
        server: () => {
          const { arrivals, handler } = afterFailures<[]>(failures, (call) => {
            call.on("data", () => call.write({}));
            call.on("end", () => call.end());
          });
          return { arrivals, implementation: { reserveBooks: handler } };
        },
        run: (client: RetriedClient) => {
          const call = client.reserveBooks(new Metadata(), {});
          const outcome = seen(call);
          call.write({});
          call.write({});
          call.end();
          return outcome;
        },
        answers: 2,
      },
    } as const;

    it.each(Object.keys(KINDS) as (keyof typeof KINDS)[])(
      "is repeated before the first message: %s",
      async (kind) => {
        const { server, run, answers } = KINDS[kind];
        const { arrivals, implementation } = server();
        const outcome = await withRetried(implementation, {}, run);
        expect(outcome.error).toBeUndefined();
        expect(outcome.messages).toHaveLength(answers);
        expect(arrivals).toHaveLength(3);
      },
    );

    it("is not repeated after the first message: a single answer, which a failure follows", async () => {
      const trailers = { "grpc-status": "14", "grpc-message": "too late" };
      const bytes = toBinary(GetBookResponseSchema, create(GetBookResponseSchema));
      await withRawServer({ messages: [bytes], trailers }, async (port) => {
        const client = clientOf(`127.0.0.1:${port}`, [retryInterceptor(QUICK)]);
        const { error } = await getBook(client);
        client.close();
        expect(error).toMatchObject({ code: Code.UNAVAILABLE, details: "too late" });
        expect(attemptsOf(error)).toMatchObject([{ stopReason: "the answer had begun" }]);
      });
    });

    it("is not repeated after the first message: a stream of answers", async () => {
      let count = 0;
      const listBooks = (call: ServerCall) => {
        count++;
        call.write(BOOK);
        call.emit("error", unavailable());
      };
      const outcome = await withRetried({ listBooks }, {}, (client) =>
        seen(client.listBooks({}, new Metadata(), {})),
      );
      expect(outcome.error?.code).toBe(Code.UNAVAILABLE);
      expect(outcome.messages).toHaveLength(1);
      expect(count).toBe(1);
      expect(attemptsOf(outcome.error).at(-1)?.stopReason).toContain("begun");
    });

    it("is not repeated after the first message: both stream", async () => {
      let count = 0;
      const reserveBooks = (call: ServerCall) => {
        count++;
        call.on("data", () => {
          call.write({});
          call.emit("error", unavailable());
        });
      };
      const outcome = await withRetried({ reserveBooks }, {}, (client) => {
        const call = client.reserveBooks(new Metadata(), {});
        call.write({});
        return seen(call);
      });
      expect(outcome.error?.code).toBe(Code.UNAVAILABLE);
      expect(outcome.messages).toHaveLength(1);
      expect(count).toBe(1);
    });
  });

  describe("headers of an answer", () => {
    const shelf = (value: number) => {
      const headers = new Metadata();
      headers.set("x-attempt", String(value));
      return headers;
    };

    it("are those of the attempt that counts, where each sends some", async () => {
      let count = 0;
      const listBooks = (call: ServerCall) => {
        call.sendMetadata(shelf(++count));
        if (count < 3) call.emit("error", unavailable());
        else {
          call.write(BOOK);
          call.end();
        }
      };
      const outcome = await withRetried({ listBooks }, {}, (client) =>
        seen(client.listBooks({}, new Metadata(), {})),
      );
      expect(count).toBe(3);
      expect(outcome.headers.map((headers) => headers.get("x-attempt"))).toEqual([["3"]]);
    });

    it("come before the status where no message came", async () => {
      const listBooks = (call: ServerCall) => {
        call.sendMetadata(shelf(1));
        call.emit("error", { code: 5, details: "no such shelf" });
      };
      const outcome = await withRetried({ listBooks }, {}, (client) =>
        seen(client.listBooks({}, new Metadata(), {})),
      );
      expect(outcome.events).toEqual(["headers", "error", "status"]);
    });

    it("reach a caller at once that waits for them before it sends, and commit its call", async () => {
      let count = 0;
      const reserveBooks = (call: ServerCall) => {
        call.sendMetadata(shelf(++count));
        call.on("data", () => call.emit("error", unavailable()));
      };
      const outcome = await withRetried({ reserveBooks }, {}, (client) => {
        const call = client.reserveBooks(new Metadata(), { deadline: Date.now() + 5_000 });
        call.on("metadata", () => call.write({}));
        return seen(call);
      });
      expect(outcome.error?.code).toBe(Code.UNAVAILABLE);
      expect(outcome.events).toEqual(["headers", "error", "status"]);
      expect(count).toBe(1);
    });
  });

  describe("idempotency", () => {
    const attempts = async (options: object, level?: string) => {
      const { arrivals, handler } = alwaysFailing();
      const withLevel: Interceptor = (call, nextCall) => {
        Object.assign(call.method_definition, { options: { idempotency_level: level } });
        return new InterceptingCall(nextCall(call));
      };
      const retry = retryInterceptor({ ...QUICK, maxAttempts: 2, ...options });
      const interceptors = level === undefined ? [retry] : [withLevel, retry];
      await withRetried({ getBook: handler }, { interceptors }, (client) => getBook(client));
      return arrivals.length;
    };
    const file = new URL("../../proto/example/library/v1/library.proto", import.meta.url).pathname;
    const root = new URL("../../proto", import.meta.url).pathname;
    const loaded = loadSync(file, { includeDirs: [root] })["example.library.v1.LibraryService"];

    it("is assumed of nothing by default", async () => {
      expect(await attempts({ idempotent: undefined })).toBe(1);
    });

    it("is what the services of protobuf-es say", async () => {
      expect(await attempts({ idempotent: [LibraryService] })).toBe(2);
    });

    it("is what the definitions of proto-loader say", async () => {
      expect(await attempts({ idempotent: [loaded] })).toBe(2);
      const { GetBook: _, ...others } = loaded as object & { GetBook: unknown };
      expect(await attempts({ idempotent: [others] })).toBe(1);
    });

    it("is asked for by the path of the call", async () => {
      const paths: string[] = [];
      const idempotent = (path: string) => paths.push(path) > 0;
      expect(await attempts({ idempotent })).toBe(2);
      expect(new Set(paths)).toEqual(new Set(["/example.library.v1.LibraryService/GetBook"]));
    });

    it("is what the definition of the method says, where the layers above show it", async () => {
      expect(await attempts({ idempotent: undefined }, "IDEMPOTENT")).toBe(2);
      expect(await attempts({ idempotent: undefined }, "IDEMPOTENCY_UNKNOWN")).toBe(1);
      expect(await attempts({ idempotent: false }, "NO_SIDE_EFFECTS")).toBe(1);
    });

    it("comes with a key that the server knows the call by", async () => {
      expect(await attempts({ idempotent: false, idempotencyKey: true })).toBe(2);
    });

    it.each([[["library"]], [[null]], [[{ getBook: { name: "GetBook" } }]]])(
      "refuses %j for a list of services",
      (idempotent) => {
        expect(() => retryInterceptor({ idempotent: idempotent as never })).toThrow(TypeError);
      },
    );

    it("throws what the caller's function throws out of the call", async () => {
      const idempotent = () => {
        throw new RangeError("unknown method");
      };
      await withRetried({ getBook: answerBook }, { retry: { idempotent } }, async (client) => {
        expect(() => client.getBook({}, new Metadata(), {}, () => {})).toThrow(RangeError);
      });
    });
  });

  describe("throttle", () => {
    it("is one for all calls of an interceptor, and ends retries once half of its tokens are gone", async () => {
      const { arrivals, handler } = alwaysFailing();
      const { throttle: _, ...retry } = { ...QUICK, maxAttempts: 2 };
      await withRetried({ getBook: handler }, { retry }, async (client) => {
        for (let i = 0; i < 10; i++) await getBook(client);
      });
      // Ten tokens: the fifth failure leaves five, half of them, and no retry. Then the calls alone are left.
      expect(arrivals).toHaveLength(4 + 8);
    });

    it("is shared by interceptors that are given the same", async () => {
      const throttle = new RetryThrottle({ maxTokens: 2 });
      const { arrivals, handler } = alwaysFailing();
      await withRetried(
        { getBook: handler },
        { retry: { ...QUICK, throttle } },
        async (client, { address }) => {
          await getBook(client);
          const other = clientOf(address, [retryInterceptor({ ...QUICK, throttle })]);
          await getBook(other);
          other.close();
        },
      );
      expect(arrivals).toHaveLength(2);
    });

    it("is paid back by successes", async () => {
      const throttle = new RetryThrottle({ maxTokens: 2, tokenRatio: 1 });
      const { handler } = afterFailures<[Answer]>(
        [unavailable({ "grpc-retry-pushback-ms": "-1" })],
        answerBook,
      );
      await withRetried({ getBook: handler }, { retry: { ...QUICK, throttle } }, async (client) => {
        await getBook(client);
        expect(throttle.allowsRetry).toBe(false);
        await getBook(client);
        expect(throttle.allowsRetry).toBe(true);
      });
    });
  });

  describe("order of interceptors", () => {
    const call = (interceptors: Interceptor[]) =>
      withRetried({ getBook: answerBook }, { interceptors }, (client) => getBook(client));
    const passThrough: Interceptor = (options, nextCall) =>
      new InterceptingCall(nextCall({ ...options }));

    it("throws a TypeError out of the call where clientInterceptor comes first", async () => {
      const wrong = [clientInterceptor(), passThrough, retryInterceptor(QUICK)];
      await expect(call(wrong)).rejects.toThrow(TypeError);
      await expect(call(wrong)).rejects.toThrow(/put retryInterceptor before clientInterceptor/);
    });

    it("throws a TypeError out of the call where there are two retryInterceptors", async () => {
      const twice = [retryInterceptor(QUICK), passThrough, retryInterceptor(QUICK)];
      await expect(call(twice)).rejects.toThrow(/one retryInterceptor, not two/);
    });

    it("lets a call through in the right order, and every attempt of it", async () => {
      const { arrivals, handler } = afterFailures<[Answer]>([unavailable()], answerBook);
      const interceptors = [retryInterceptor(QUICK), passThrough, clientInterceptor()];
      const { error } = await withRetried({ getBook: handler }, { interceptors }, (client) =>
        getBook(client),
      );
      expect(error).toBeUndefined();
      expect(arrivals).toHaveLength(2);
    });

    it("does not take the options of one call for those of the next", async () => {
      const interceptors = [retryInterceptor(QUICK), clientInterceptor()];
      const options = { deadline: Date.now() + 5_000 };
      await withRetried({ getBook: answerBook }, { interceptors }, async (client) => {
        for (let i = 0; i < 2; i++)
          expect((await getBook(client, new Metadata(), options)).error).toBeUndefined();
      });
    });
  });

  it.each([
    [{ maxAttempts: 0 }, /maxAttempts/],
    [{ maxBufferBytes: -1 }, /maxBufferBytes/],
    [{ idempotent: "yes" }, /idempotent/],
    [{ throttle: {} }, /throttle/],
    [{ requestIdHeader: "x y" }, /requestIdHeader/],
  ])("refuses %j at once", (options, message) => {
    expect(() => retryInterceptor(options as never)).toThrow(TypeError);
    expect(() => retryInterceptor(options as never)).toThrow(message);
  });
});

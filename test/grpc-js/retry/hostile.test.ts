import { InterceptingCall, type Interceptor, Metadata } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { retryInterceptor, toServiceError } from "../../../src/entry/grpc-js.js";
import { Code, RpcError, retryInfo } from "../../../src/entry/index.js";
import { attemptsOf } from "../../../src/entry/retry.js";
import { FakeClock } from "../../operation/fake-clock.js";
import { QUICK, type RetriedClient, seen, single, withRetried } from "./retried-library.js";
import { type Answer, afterFailures, type ServerCall, unavailable } from "./server-call.js";

const BOOK = { book: { id: "42" } };
const answerBook = (_call: ServerCall, answer: Answer) => answer(null, BOOK);
const getBook = (client: RetriedClient, options = {}) =>
  single((callback) => client.getBook({}, new Metadata(), options, callback));
const failOnce = () => afterFailures<[Answer]>([unavailable()], answerBook);
const boom = () => {
  throw new Error("boom");
};

describe("what the user gives", () => {
  it.each([
    ["onRetry that throws", { onRetry: boom }],
    ["onRetry that rejects", { onRetry: () => Promise.reject(new Error("boom")) }],
    ["random that gives no number", { random: () => Number.NaN }],
  ])("does not keep a call from being repeated: %s", async (_, option) => {
    const { arrivals, handler } = failOnce();
    const retry = { ...QUICK, ...option };
    const { error } = await withRetried({ getBook: handler }, { retry }, (client) =>
      getBook(client),
    );
    expect(error).toBeUndefined();
    expect(arrivals).toHaveLength(2);
  });

  it.each([
    ["random that throws", { random: boom }],
    ["a clock that does not sleep", { clock: { now: () => Date.now(), sleep: boom } }],
    [
      "a clock that rejects",
      { clock: { now: () => Date.now(), sleep: () => Promise.reject(new Error("boom")) } },
    ],
  ])("ends a call with the server's error where there is no going on: %s", async (_, option) => {
    const { arrivals, handler } = failOnce();
    const retry = { ...QUICK, ...option };
    const { error } = await withRetried({ getBook: handler }, { retry }, (client) =>
      getBook(client),
    );
    expect(error?.code).toBe(Code.UNAVAILABLE);
    expect(arrivals).toHaveLength(1);
  });

  it("ends a call whose clock stops in the middle", async () => {
    let isBroken = false;
    const clock = {
      now: () => (isBroken ? boom() : Date.now()),
      sleep: async () => {
        isBroken = true;
      },
    };
    const { handler } = failOnce();
    const { error } = await withRetried(
      { getBook: handler },
      { retry: { ...QUICK, clock } },
      (client) => getBook(client),
    );
    expect(error?.code).toBe(Code.UNAVAILABLE);
  });

  it("is what a call fails with where new credentials cannot be had, details included", async () => {
    const expired = (_call: ServerCall, answer: Answer) =>
      answer({ code: Code.UNAUTHENTICATED, details: "expired" });
    const refreshCredentials = () => {
      throw new RpcError("RESOURCE_EXHAUSTED", "too many tokens", { details: [retryInfo(7_000)] });
    };
    const { error } = await withRetried(
      { getBook: expired },
      { retry: { ...QUICK, refreshCredentials } },
      (client) => getBook(client),
    );
    expect(error).toMatchObject({ code: Code.RESOURCE_EXHAUSTED, details: "too many tokens" });
    expect(RpcError.from(error).retryDelayMs).toBe(7_000);
    expect(attemptsOf(error)).toMatchObject([{ attempt: 1 }]);
  });

  it("is asked for new credentials once, and the call is made again with them", async () => {
    const tokens: unknown[] = [];
    let token = "old";
    const guarded = (call: ServerCall, answer: Answer) => {
      tokens.push(...call.metadata.get("authorization"));
      if (token === "new") answer(null, BOOK);
      else answer({ code: Code.UNAUTHENTICATED, details: "expired" });
    };
    const authorize: Interceptor = (options, nextCall) =>
      new InterceptingCall(nextCall(options), {
        start(metadata, listener, next) {
          metadata.set("authorization", token);
          next(metadata, listener);
        },
      });
    const refreshCredentials = async () => {
      token = "new";
    };
    const retry = retryInterceptor({ ...QUICK, idempotent: false, refreshCredentials });
    const { error } = await withRetried(
      { getBook: guarded },
      { interceptors: [retry, authorize] },
      (client) => getBook(client),
    );
    expect(error).toBeUndefined();
    expect(tokens).toEqual(["old", "new"]);
  });

  it("takes a clock that goes its own way: hours pass at once", async () => {
    const clock = new FakeClock();
    const inAnHour = toServiceError(
      new RpcError("UNAVAILABLE", "closed", { details: [retryInfo(3_600_000)] }),
    );
    const { arrivals, handler } = afterFailures<[Answer]>([inAnHour, inAnHour], answerBook);
    const retry = { ...QUICK, clock, totalTimeoutMs: Number.POSITIVE_INFINITY };
    const { error } = await withRetried({ getBook: handler }, { retry }, (client) =>
      getBook(client, { deadline: Date.now() + 24 * 3_600_000 }),
    );
    expect(error).toBeUndefined();
    expect(arrivals).toHaveLength(3);
    expect(clock.pauses).toEqual([3_600_000, 3_600_000]);
    expect(clock.pending).toBe(0);
  });
});

describe("layers below that throw", () => {
  const throwing = (when: (attempt: number) => boolean, where: "call" | "start" | "send") => {
    let attempt = 0;
    const interceptor: Interceptor = (options, nextCall) => {
      const isDue = when(++attempt);
      if (where === "call" && isDue) boom();
      return new InterceptingCall(nextCall(options), {
        start(metadata, listener, next) {
          if (where === "start" && isDue) boom();
          next(metadata, listener);
        },
        sendMessage(message, next) {
          if (where === "send" && isDue) boom();
          next(message);
        },
      });
    };
    return interceptor;
  };

  it.each(["call", "start", "send"] as const)(
    "throw out of the call in its first attempt, as without retries: %s",
    async (where) => {
      const interceptors = [retryInterceptor(QUICK), throwing(() => true, where)];
      await withRetried({ getBook: answerBook }, { interceptors }, async (client) => {
        expect(() => client.getBook({}, new Metadata(), {}, () => {})).toThrow("boom");
      });
    },
  );

  it.each(["call", "start", "send"] as const)("end the call in a later one: %s", async (where) => {
    const { arrivals, handler } = failOnce();
    const interceptors = [retryInterceptor(QUICK), throwing((attempt) => attempt > 1, where)];
    const { error } = await withRetried({ getBook: handler }, { interceptors }, (client) =>
      getBook(client),
    );
    expect(error).toMatchObject({ code: Code.INTERNAL, details: "Attempt broke off: boom" });
    expect(arrivals).toHaveLength(1);
    expect(attemptsOf(error)).toMatchObject([{ attempt: 1 }]);
  });

  it("end a stream of requests that is sent again", async () => {
    let sent = 0;
    const choking: Interceptor = (options, nextCall) =>
      new InterceptingCall(nextCall(options), {
        sendMessage(message, next) {
          // The second message of the second attempt.
          if (++sent === 4) boom();
          next(message);
        },
      });
    let attempts = 0;
    const importBooks = (call: ServerCall, answer: Answer) => {
      attempts++;
      let count = 0;
      call.on("data", () => ++count === 2 && answer(unavailable()));
    };
    const interceptors = [retryInterceptor(QUICK), choking];
    const { error } = await withRetried({ importBooks }, { interceptors }, (client) =>
      single((callback) => {
        const call = client.importBooks(new Metadata(), {}, callback);
        call.write({});
        call.write({});
        return call;
      }),
    );
    expect(error?.code).toBe(Code.INTERNAL);
    expect(attempts).toBeLessThanOrEqual(2);
  });
});

describe("layers below that answer by themselves", () => {
  it("may do so at once, a hundred times, without the stack growing", async () => {
    let count = 0;
    const depths = new Set<number>();
    const refusing: Interceptor = (options, nextCall) =>
      new InterceptingCall(nextCall(options), {
        start(_metadata, listener) {
          count++;
          depths.add((new Error("").stack ?? "").split("\n").length);
          listener.onReceiveStatus({ code: 14, details: "down", metadata: new Metadata() });
        },
      });
    const retry = retryInterceptor({ ...QUICK, maxAttempts: 100, backoff: { initialMs: 0 } });
    const { error } = await withRetried(
      { getBook: answerBook },
      { interceptors: [retry, refusing] },
      (client) => getBook(client),
    );
    expect(error?.details).toBe("down");
    expect(count).toBe(100);
    expect(attemptsOf(error)).toHaveLength(100);
    expect(depths.size).toBeLessThanOrEqual(3);
  });

  it("may do so twice: the first status counts", async () => {
    const stuttering: Interceptor = (options, nextCall) =>
      new InterceptingCall(nextCall(options), {
        start(metadata, listener, next) {
          next(metadata, {
            onReceiveStatus(status, pass) {
              pass(status);
              listener.onReceiveStatus({ code: 5, details: "again", metadata: new Metadata() });
            },
          });
        },
      });
    const { arrivals, handler } = failOnce();
    const { error, messages } = await withRetried(
      { getBook: handler },
      { interceptors: [retryInterceptor(QUICK), stuttering] },
      (client) => getBook(client),
    );
    expect(error).toBeUndefined();
    expect(messages).toHaveLength(1);
    expect(arrivals).toHaveLength(2);
  });

  it("may leave the status without metadata", async () => {
    const bare: Interceptor = (options, nextCall) =>
      new InterceptingCall(nextCall(options), {
        start(metadata, _listener, next) {
          next(metadata, {
            onReceiveStatus(status, pass) {
              pass({ code: status.code, details: "bare" } as never);
            },
          });
        },
      });
    const { handler } = afterFailures<[Answer]>([unavailable(), unavailable()], answerBook);
    const retry = retryInterceptor({ ...QUICK, maxAttempts: 2 });
    const { error } = await withRetried(
      { getBook: handler },
      { interceptors: [retry, bare] },
      (client) => getBook(client),
    );
    expect(error).toMatchObject({ code: Code.UNAVAILABLE, details: "bare" });
    expect(attemptsOf(error)).toHaveLength(2);
  });
});

describe("a channel that is closed", () => {
  it("in a pause, ends the call when the next attempt would begin", async () => {
    const { handler } = failOnce();
    let close = () => {};
    const retry = { ...QUICK, onRetry: () => close() };
    const { error } = await withRetried({ getBook: handler }, { retry }, (client) => {
      close = () => client.close();
      return getBook(client);
    });
    expect(error).toMatchObject({ code: Code.UNAVAILABLE });
    expect(error?.details).toMatch(/^Channel closed/);
    expect(RpcError.from(error).origin).toBe("local");
    expect(attemptsOf(error)).toHaveLength(1);
  });

  it("before the call could begin, ends it without another attempt", async () => {
    const { error } = await withRetried({ getBook: answerBook }, {}, (client) => {
      const outcome = getBook(client);
      client.close();
      return outcome;
    });
    expect(error?.details).toMatch(/^Channel closed/);
    expect(attemptsOf(error)).toMatchObject([{ stopReason: "the channel is closed" }]);
  });
});

describe("a server that does not answer as it should", () => {
  it("does not stop a call with a pushback that is nonsense from ending", async () => {
    const { arrivals, handler } = afterFailures<[Answer]>(
      [unavailable({ "grpc-retry-pushback-ms": "soon" })],
      answerBook,
    );
    const { error } = await withRetried({ getBook: handler }, {}, (client) => getBook(client));
    expect(error?.code).toBe(Code.UNAVAILABLE);
    expect(arrivals).toHaveLength(1);
  });

  it("may give a stream no message at all", async () => {
    const listBooks = (call: ServerCall) => call.end();
    const { error, messages, events } = await withRetried({ listBooks }, {}, (client) =>
      seen(client.listBooks({}, new Metadata(), {})),
    );
    expect(error).toBeUndefined();
    expect(messages).toEqual([]);
    expect(events.at(-1)).toBe("status");
  });
});

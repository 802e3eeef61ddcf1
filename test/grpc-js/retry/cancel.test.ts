import type { ServerHttp2Stream } from "node:http2";
import { InterceptingCall, type Interceptor, Metadata, status } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { retryInterceptor } from "../../../src/entry/grpc-js.js";
import { Code, RpcError } from "../../../src/entry/index.js";
import { attemptsOf } from "../../../src/entry/retry.js";
import { withHttp2Server } from "../../fixtures/http2-server.js";
import { abortListeners, timers } from "../../fixtures/left-behind.js";
import { withSilentServer } from "../../fixtures/silent-server.js";
import {
  clientOf,
  QUICK,
  type RetriedClient,
  seen,
  single,
  withRetried,
} from "./retried-library.js";
import { type Answer, type ServerCall, unavailable } from "./server-call.js";

const HOUR_MS = 3_600_000;

/** Fails every call, and asks to come back in an hour. */
const busy = () => {
  const server = {
    count: 0,
    getBook: (_call: ServerCall, answer: Answer) => {
      server.count++;
      answer(unavailable({ "grpc-retry-pushback-ms": String(HOUR_MS) }));
    },
    listBooks: (call: ServerCall) => {
      server.count++;
      call.emit("error", unavailable({ "grpc-retry-pushback-ms": String(HOUR_MS) }));
    },
    reserveBooks: (call: ServerCall) => {
      server.count++;
      call.emit("error", unavailable({ "grpc-retry-pushback-ms": String(HOUR_MS) }));
    },
  };
  return server;
};
const implementationOf = ({ getBook, listBooks, reserveBooks }: ReturnType<typeof busy>) => ({
  getBook,
  listBooks,
  reserveBooks,
});
const PATIENT = { ...QUICK, totalTimeoutMs: Number.POSITIVE_INFINITY };

type Cancellable = ReturnType<RetriedClient["getBook"]>;

/** Starts a call that is cancelled in its first pause. */
function cancelledInPause(
  client: RetriedClient,
  pauses: { onRetry: (cancel: () => void) => void },
  options = {},
) {
  return single((callback) => {
    const call: Cancellable = client.getBook({}, new Metadata(), options, callback);
    pauses.onRetry(() => call.cancel());
    return call;
  });
}

describe("a cancelled call", () => {
  it("begins no attempt where its pause is over at the same moment", async () => {
    const server = busy();
    let wake = () => {};
    let cancel = () => {};
    const clock = {
      now: () => Date.now(),
      sleep: () =>
        new Promise<void>((resolve) => {
          wake = resolve;
          setImmediate(() => {
            wake();
            cancel();
          });
        }),
    };
    let attempts = 0;
    const counting: Interceptor = (options, nextCall) => {
      attempts++;
      return new InterceptingCall(nextCall(options));
    };
    const interceptors = [retryInterceptor({ ...PATIENT, clock }), counting];
    const { error } = await withRetried(implementationOf(server), { interceptors }, (client) =>
      single((callback) => {
        const call = client.getBook({}, new Metadata(), {}, callback);
        cancel = () => call.cancel();
        return call;
      }),
    );
    expect(error?.code).toBe(Code.CANCELLED);
    expect(attempts).toBe(1);
  });

  it("ends at once in a pause, with CANCELLED and its history, and begins no other attempt", async () => {
    const server = busy();
    let inPause = () => {};
    const retry = { ...PATIENT, onRetry: () => setImmediate(() => inPause()) };
    const { error, events } = await withRetried(implementationOf(server), { retry }, (client) =>
      cancelledInPause(client, {
        onRetry: (cancel) => {
          inPause = cancel;
        },
      }),
    );
    expect(error).toMatchObject({ code: Code.CANCELLED, details: "Cancelled on client" });
    expect(RpcError.from(error).origin).toBe("local");
    expect(attemptsOf(error)).toMatchObject([{ attempt: 1, advice: { delayMs: HOUR_MS } }]);
    expect(events).toEqual(["status"]);
    expect(server.count).toBe(1);
  });

  it.each(["listBooks", "reserveBooks"] as const)("ends at once in a pause: %s", async (method) => {
    const server = busy();
    let cancel = () => {};
    const retry = { ...PATIENT, onRetry: () => setImmediate(() => cancel()) };
    const { error, events } = await withRetried(implementationOf(server), { retry }, (client) => {
      const call =
        method === "listBooks"
          ? client.listBooks({}, new Metadata(), {})
          : client.reserveBooks(new Metadata(), {});
      cancel = () => call.cancel();
      return seen(call);
    });
    expect(error?.code).toBe(Code.CANCELLED);
    expect(events).toEqual(["error", "status"]);
    expect(server.count).toBe(1);
  });

  it("ends with the status that it was cancelled with", async () => {
    const server = busy();
    let cancel = () => {};
    const retry = { ...PATIENT, onRetry: () => setImmediate(() => cancel()) };
    const { error } = await withRetried(implementationOf(server), { retry }, (client) =>
      single((callback) => {
        const call = client.getBook({}, new Metadata(), {}, callback);
        cancel = () => call.call?.cancelWithStatus(status.ABORTED, "lost the race");
        return call;
      }),
    );
    expect(error).toMatchObject({ code: Code.ABORTED, details: "lost the race" });
  });

  it("ends when it is cancelled right after it was made, without a callback on the way", async () => {
    const server = busy();
    let isSynchronous = true;
    const { error } = await withRetried(implementationOf(server), { retry: PATIENT }, (client) => {
      const outcome = single((callback) => {
        const call = client.getBook({}, new Metadata(), {}, (...results) => {
          expect(isSynchronous).toBe(false);
          callback(...results);
        });
        call.cancel();
        call.cancel();
        return call;
      });
      isSynchronous = false;
      return outcome;
    });
    expect(error?.code).toBe(Code.CANCELLED);
    expect(server.count).toBe(0);
  });

  it("ends when it is cancelled before it was started", async () => {
    const server = busy();
    const eager: Interceptor = (options, nextCall) => {
      const below = nextCall(options);
      below.cancelWithStatus(status.CANCELLED, "too eager");
      return new InterceptingCall(below, {
        start: (metadata, listener, next) => {
          setImmediate(() => next(metadata, listener));
        },
      });
    };
    const { error } = await withRetried(
      implementationOf(server),
      { interceptors: [eager, retryInterceptor(PATIENT)] },
      (client) => single((callback) => client.getBook({}, new Metadata(), {}, callback)),
    );
    expect(error).toMatchObject({ code: Code.CANCELLED, details: "too eager" });
    expect(server.count).toBe(0);
  });

  it("ends in an attempt, which the server sees", async () => {
    let cancelled = () => {};
    const sawCancel = new Promise<void>((resolve) => {
      cancelled = resolve;
    });
    let cancel = () => {};
    let count = 0;
    const getBook = (call: ServerCall, answer: Answer) => {
      if (++count === 1) return answer(unavailable());
      call.on("cancelled", cancelled);
      cancel();
    };
    const { error } = await withRetried({ getBook }, { retry: PATIENT }, async (client) => {
      const outcome = await single((callback) => {
        const call = client.getBook({}, new Metadata(), {}, callback);
        cancel = () => call.cancel();
        return call;
      });
      await sawCancel;
      return outcome;
    });
    expect(error?.code).toBe(Code.CANCELLED);
    expect(count).toBe(2);
    expect(attemptsOf(error)).toHaveLength(2);
  });

  it("ends although a layer below never lets its attempt begin", async () => {
    const stuck: Interceptor = (options, nextCall) =>
      new InterceptingCall(nextCall(options), { start: () => {} });
    const { error } = await withRetried(
      { getBook: busy().getBook },
      { interceptors: [retryInterceptor(PATIENT), stuck] },
      (client) =>
        single((callback) => {
          const call = client.getBook({}, new Metadata(), {}, callback);
          setImmediate(() => call.cancel());
          return call;
        }),
    );
    expect(error?.code).toBe(Code.CANCELLED);
  });

  it("ends while credentials are refreshed, and tells whoever does so", async () => {
    let count = 0;
    const getBook = (_call: ServerCall, answer: Answer) => {
      count++;
      answer({ code: Code.UNAUTHENTICATED, details: "expired" });
    };
    let cancel = () => {};
    const refreshCredentials = () => {
      setImmediate(() => cancel());
      return new Promise(() => {});
    };
    const { error } = await withRetried(
      { getBook },
      { retry: { ...PATIENT, refreshCredentials } },
      (client) =>
        single((callback) => {
          const call = client.getBook({}, new Metadata(), {}, callback);
          cancel = () => call.cancel();
          return call;
        }),
    );
    expect(error?.code).toBe(Code.CANCELLED);
    expect(count).toBe(1);
  });

  it("ends a stream that has begun, between two messages", async () => {
    let cancelled = false;
    const listBooks = (call: ServerCall) => {
      call.on("cancelled", () => {
        cancelled = true;
      });
      call.write({ book: { id: "1" } });
    };
    const outcome = await withRetried({ listBooks }, { retry: PATIENT }, async (client) => {
      const call = client.listBooks({}, new Metadata(), {});
      call.once("data", () => call.cancel());
      const result = await seen(call);
      await expect.poll(() => cancelled).toBe(true);
      return result;
    });
    expect(outcome.error?.code).toBe(Code.CANCELLED);
    expect(outcome.messages).toHaveLength(1);
  });

  it("may be cancelled again after its end", async () => {
    const getBook = (_call: ServerCall, answer: Answer) => answer(null, { book: { id: "1" } });
    await withRetried({ getBook }, { retry: PATIENT }, async (client) => {
      let call: Cancellable | undefined;
      const { messages } = await single((callback) => {
        call = client.getBook({}, new Metadata(), {}, callback);
        return call;
      });
      call?.cancel();
      expect(messages).toHaveLength(1);
    });
  });
});

describe("a call in the name of another", () => {
  const within = (
    use: (call: ServerCall, client: RetriedClient, server: ReturnType<typeof busy>) => void,
    outer: { options?: object; cancelAfter: (cancel: () => void) => void },
    retry: object,
  ) => {
    const inner = busy();
    return withRetried(implementationOf(inner), { retry: { ...PATIENT, ...retry } }, (client) => {
      const importBooks = (call: ServerCall) => use(call, client, inner);
      return withRetried({ importBooks }, { interceptors: [] }, (front) =>
        single((callback) => {
          const call = front.importBooks(new Metadata(), outer.options ?? {}, callback);
          outer.cancelAfter(() => call.cancel());
          return call;
        }),
      );
    });
  };

  it("ends in its pause when that one is cancelled, and listens no longer", async () => {
    let cancelFront = () => {};
    let told = (_: unknown) => {};
    const outcome = new Promise((resolve) => {
      told = resolve;
    });
    let parent: ServerCall | undefined;
    let listeners = 0;
    await within(
      (call, client) => {
        parent = call;
        const before = call.listenerCount("cancelled");
        client.getBook({}, new Metadata(), { parent: call as never }, (error) => {
          // One of grpc-js for the attempt stays.
          listeners = call.listenerCount("cancelled") - before;
          told(error);
        });
      },
      {
        cancelAfter: (cancel) => {
          cancelFront = cancel;
        },
      },
      { onRetry: () => setImmediate(() => cancelFront()) },
    );
    expect(await outcome).toMatchObject({
      code: Code.CANCELLED,
      details: "Cancelled by parent call",
    });
    expect(parent).toBeDefined();
    expect(listeners).toBe(1);
  });

  it("does not begin a pause that outlives that one's deadline", async () => {
    let told = (_: unknown) => {};
    const outcome = new Promise((resolve) => {
      told = resolve;
    });
    await within(
      (call, client) => {
        client.getBook({}, new Metadata(), { parent: call as never }, (error) => {
          told(error);
          call.emit("error", { code: 9, details: "done" });
        });
      },
      { options: { deadline: Date.now() + 60_000 }, cancelAfter: () => {} },
      {},
    );
    const error = await outcome;
    expect(error).toMatchObject({ code: Code.UNAVAILABLE });
    expect(attemptsOf(error)[0]?.stopReason).toContain(String(HOUR_MS));
  });
});

describe("limits of time", () => {
  const answerless = <T>(retry: object, use: (client: RetriedClient) => Promise<T>) =>
    withSilentServer(async (port) => {
      const client = clientOf(`127.0.0.1:${port}`, [retryInterceptor({ ...QUICK, ...retry })]);
      try {
        return await use(client);
      } finally {
        client.close();
      }
    });
  const getBook = (client: RetriedClient, options = {}) =>
    single((callback) => client.getBook({}, new Metadata(), options, callback));

  it("end an attempt, after which there is another one", async () => {
    let count = 0;
    const slowAtFirst = (_call: ServerCall, answer: Answer) => {
      if (++count === 3) answer(null, { book: { id: "42" } });
    };
    const { error, messages } = await withRetried(
      { getBook: slowAtFirst },
      { retry: { ...QUICK, attemptTimeoutMs: 300 } },
      getBook,
    );
    expect(error).toBeUndefined();
    expect(messages).toHaveLength(1);
    expect(count).toBe(3);
  });

  it("count for an attempt alone, not for the pause after it", async () => {
    let count = 0;
    const busyOnce = (_call: ServerCall, answer: Answer) => {
      if (++count > 1) answer(null, { book: { id: "42" } });
      else answer(unavailable({ "grpc-retry-pushback-ms": "400" }));
    };
    const retry = { ...QUICK, attemptTimeoutMs: 200 };
    const { error } = await withRetried({ getBook: busyOnce }, { retry }, getBook);
    expect(error).toBeUndefined();
    expect(count).toBe(2);
  });

  it("leave no timer behind where the layers below throw", async () => {
    const signals: AbortSignal[] = [];
    const clock = {
      now: () => Date.now(),
      sleep: (_ms: number, signal: AbortSignal) => {
        signals.push(signal);
        return new Promise<void>(() => {});
      },
    };
    const throwing: Interceptor = (options, nextCall) =>
      new InterceptingCall(nextCall(options), {
        start: () => {
          throw new Error("boom");
        },
      });
    const retry = retryInterceptor({ ...QUICK, clock, attemptTimeoutMs: 1, totalTimeoutMs: 2 });
    const interceptors = [retry, throwing];
    await withRetried(implementationOf(busy()), { interceptors }, async (client) => {
      expect(() => client.getBook({}, new Metadata(), {}, () => {})).toThrow("boom");
    });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  });

  it("make the last attempt's end the call's, as this process's own deadline", async () => {
    const { error } = await answerless({ attemptTimeoutMs: 20, maxAttempts: 2 }, getBook);
    expect(error).toMatchObject({
      code: Code.DEADLINE_EXCEEDED,
      details: "Deadline exceeded after 0.020s, one attempt",
    });
    expect(RpcError.from(error).origin).toBe("local");
    expect(attemptsOf(error)).toHaveLength(2);
  });

  it("do not repeat what is not idempotent after an attempt's end", async () => {
    const { error } = await answerless({ attemptTimeoutMs: 20, idempotent: false }, getBook);
    expect(error?.code).toBe(Code.DEADLINE_EXCEEDED);
    expect(attemptsOf(error)).toHaveLength(1);
  });

  it("end the whole in an attempt, for good", async () => {
    const { error } = await answerless({ totalTimeoutMs: 30 }, getBook);
    expect(error).toMatchObject({
      code: Code.DEADLINE_EXCEEDED,
      details: "Deadline exceeded after 0.030s, all attempts together",
    });
    expect(attemptsOf(error)).toHaveLength(1);
  });

  it("end the whole although attempts begin again and again", async () => {
    const { error } = await answerless(
      { totalTimeoutMs: 100, attemptTimeoutMs: 15, maxAttempts: 1_000 },
      getBook,
    );
    expect(error?.code).toBe(Code.DEADLINE_EXCEEDED);
    const history = attemptsOf(error);
    expect(history.length).toBeGreaterThan(1);
    expect(history.length).toBeLessThanOrEqual(8);
  });

  it("end the whole while credentials are refreshed", async () => {
    const expired = (_call: ServerCall, answer: Answer) =>
      answer({ code: Code.UNAUTHENTICATED, details: "expired" });
    const refreshCredentials = () => new Promise(() => {});
    const retry = { ...QUICK, totalTimeoutMs: 300, refreshCredentials };
    const { error } = await withRetried({ getBook: expired }, { retry }, getBook);
    expect(error?.code).toBe(Code.DEADLINE_EXCEEDED);
    expect(attemptsOf(error)).toMatchObject([{ attempt: 1 }]);
  });

  it("end an attempt that a layer below never lets begin", async () => {
    const stuck: Interceptor = (options, nextCall) =>
      new InterceptingCall(nextCall(options), { start: () => {} });
    const retry = retryInterceptor({ ...QUICK, attemptTimeoutMs: 10, maxAttempts: 2 });
    const { error } = await withRetried(
      { getBook: busy().getBook },
      { interceptors: [retry, stuck] },
      getBook,
    );
    expect(error?.code).toBe(Code.DEADLINE_EXCEEDED);
    expect(attemptsOf(error)).toHaveLength(2);
  });

  it("leave the caller's own deadline to grpc-js, and it is final", async () => {
    const { error } = await answerless({}, (client) =>
      getBook(client, { deadline: Date.now() + 30 }),
    );
    expect(error?.code).toBe(Code.DEADLINE_EXCEEDED);
    expect(error?.details).toMatch(/^Deadline exceeded after/);
    expect(error?.details).not.toContain("together");
    expect(attemptsOf(error)).toHaveLength(1);
  });

  it("do not begin a pause that outlives the caller's deadline", async () => {
    const server = busy();
    const { error } = await withRetried(implementationOf(server), { retry: PATIENT }, (client) =>
      getBook(client, { deadline: Date.now() + 60_000 }),
    );
    expect(error?.code).toBe(Code.UNAVAILABLE);
    expect(server.count).toBe(1);
  });

  it("do not cut a stream that has begun", async () => {
    const listBooks = (call: ServerCall) => {
      call.write({ book: { id: "1" } });
      setTimeout(() => {
        call.write({ book: { id: "2" } });
        call.end();
      }, 400);
    };
    const retry = { ...QUICK, attemptTimeoutMs: 200, totalTimeoutMs: 300 };
    const { error, messages } = await withRetried({ listBooks }, { retry }, (client) =>
      seen(client.listBooks({}, new Metadata(), {})),
    );
    expect(error).toBeUndefined();
    expect(messages).toHaveLength(2);
  });

  it("end a single answer that never ends, without another attempt", async () => {
    const answer = (stream: ServerHttp2Stream) => {
      stream.respond({ ":status": 200, "content-type": "application/grpc" });
      // An empty message, and no trailers.
      stream.write(Buffer.alloc(5));
    };
    const { error } = await withHttp2Server(answer, async (port) => {
      const retry = retryInterceptor({ ...QUICK, attemptTimeoutMs: 200 });
      const client = clientOf(`127.0.0.1:${port}`, [retry]);
      const outcome = await getBook(client);
      client.close();
      return outcome;
    });
    expect(error?.code).toBe(Code.DEADLINE_EXCEEDED);
    expect(attemptsOf(error)).toMatchObject([{ attempt: 1 }]);
  });

  it("keep the headers of the attempt that they end: ids of the request are there", async () => {
    const listBooks = (call: ServerCall) => {
      const headers = new Metadata();
      headers.set("x-request-id", "r-7");
      call.sendMetadata(headers);
    };
    const retry = { ...QUICK, attemptTimeoutMs: 200, maxAttempts: 1 };
    const { error, events } = await withRetried({ listBooks }, { retry }, (client) =>
      seen(client.listBooks({}, new Metadata(), {})),
    );
    expect(events).toEqual(["headers", "error", "status"]);
    expect(RpcError.from(error)).toMatchObject({
      code: Code.DEADLINE_EXCEEDED,
      requestIds: ["r-7"],
    });
  });

  it("end a stream whose first message does not come", async () => {
    const { error } = await answerless({ attemptTimeoutMs: 20, maxAttempts: 2 }, (client) =>
      seen(client.listBooks({}, new Metadata(), {})),
    );
    expect(error?.code).toBe(Code.DEADLINE_EXCEEDED);
    expect(attemptsOf(error)).toHaveLength(2);
  });

  it("set no timer for a call where nobody asked for one", async () => {
    let during = 0;
    const count = (_call: ServerCall, answer: Answer) => {
      during = sleeps;
      answer(null, { book: { id: "1" } });
    };
    let sleeps = 0;
    const clock = {
      now: () => Date.now(),
      sleep: () => {
        sleeps++;
        return Promise.resolve();
      },
    };
    await withRetried({ getBook: count }, { retry: { ...QUICK, clock } }, getBook);
    expect(during).toBe(0);
    expect(sleeps).toBe(0);
  });
});

describe("calls that are aborted in a pause", () => {
  it("leave no timer and nothing of theirs behind, two thousand of them", async () => {
    const server = busy();
    const waiting: (() => void)[] = [];
    const COUNT = 2_000;
    let allPause = () => {};
    const paused = new Promise<void>((resolve) => {
      allPause = resolve;
    });
    let pauses = 0;
    const retry = { ...PATIENT, onRetry: () => ++pauses === COUNT && setImmediate(allPause) };
    await withRetried(implementationOf(server), { retry }, async (client) => {
      const outcomes = Array.from({ length: COUNT }, () =>
        cancelledInPause(client, { onRetry: (cancel) => waiting.push(cancel) }),
      );
      await paused;
      const during = timers();
      expect(during).toBeGreaterThanOrEqual(COUNT);
      for (const cancel of waiting) cancel();
      const ended = await Promise.all(outcomes);
      expect(ended.every(({ error }) => error?.code === Code.CANCELLED)).toBe(true);
      expect(server.count).toBe(COUNT);
      expect(timers()).toBeLessThanOrEqual(during - COUNT);
    });
  });

  it("leave no listener on the signals that their clock was given", async () => {
    const signals: AbortSignal[] = [];
    const clock = {
      now: () => Date.now(),
      sleep: (_ms: number, signal: AbortSignal) => {
        signals.push(signal);
        return new Promise<void>((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason), { once: true });
        });
      },
    };
    let inPause = () => {};
    const retry = { ...PATIENT, clock, onRetry: () => setImmediate(() => inPause()) };
    await withRetried(implementationOf(busy()), { retry }, (client) =>
      cancelledInPause(client, {
        onRetry: (cancel) => {
          inPause = cancel;
        },
      }),
    );
    expect(signals).toHaveLength(1);
    for (const signal of signals) {
      expect(signal.aborted).toBe(true);
      expect(abortListeners(signal)).toHaveLength(0);
    }
  });
});

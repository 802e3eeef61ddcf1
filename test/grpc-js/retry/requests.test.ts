import { InterceptingCall, type Interceptor, Metadata } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { retryInterceptor } from "../../../src/entry/grpc-js.js";
import { Code } from "../../../src/entry/index.js";
import { attemptsOf } from "../../../src/entry/retry.js";
import { QUICK, type RetriedClient, seen, single, withRetried } from "./retried-library.js";
import { type Answer, type ServerCall, unavailable } from "./server-call.js";

const book = (title: string) => ({ book: { title } });
const titleOf = (message: unknown) => (message as ReturnType<typeof book>).book.title;

/** Fails each attempt once it has read so many messages, and answers the last one with all it has read. */
const importAfter = (failAt: readonly number[]) => {
  const received: string[][] = [];
  const importBooks = (call: ServerCall, answer: Answer) => {
    const limit = failAt[received.length];
    const titles: string[] = [];
    received.push(titles);
    if (limit === 0) answer(unavailable());
    call.on("data", (message: unknown) => {
      titles.push(titleOf(message));
      if (titles.length === limit) answer(unavailable());
    });
    call.on("end", () => {
      if (limit === undefined) answer(null, { addedCount: titles.length });
      else if (titles.length < limit) answer(unavailable());
    });
  };
  return { received, importBooks };
};

const write = (call: { write(message: unknown, done: () => void): void }, message: unknown) =>
  new Promise<void>((resolve) => {
    call.write(message, () => resolve());
  });

const importAll = (client: RetriedClient, titles: readonly string[]) =>
  single((callback) => {
    const call = client.importBooks(new Metadata(), {}, callback);
    for (const title of titles) call.write(book(title));
    call.end();
    return call;
  });

describe("requests of a repeated call", () => {
  const titles = Array.from({ length: 50 }, (_, index) => `volume ${index}`);

  it("are sent again in their order, all of them, and end as they ended", async () => {
    const { received, importBooks } = importAfter([50, 7, 0]);
    const { error, messages } = await withRetried({ importBooks }, {}, (client) =>
      importAll(client, titles),
    );
    expect(error).toBeUndefined();
    expect(messages).toMatchObject([{ addedCount: 50 }]);
    expect(received.at(-1)).toEqual(titles);
    expect(received).toHaveLength(4);
  });

  it("wait for each other, with what the caller sends meanwhile at the end", async () => {
    const { received, importBooks } = importAfter([3]);
    const outcome = await withRetried({ importBooks }, {}, (client) =>
      single((callback) => {
        const call = client.importBooks(new Metadata(), {}, callback);
        const send = async () => {
          for (const title of titles) await write(call, book(title));
          call.end();
        };
        send();
        return call;
      }),
    );
    expect(outcome.error).toBeUndefined();
    expect(received.at(-1)).toEqual(titles);
  });

  it("are confirmed to the caller once each, however often they are sent", async () => {
    const { received, importBooks } = importAfter([3, 2, 3]);
    const confirmed: string[] = [];
    const outcome = await withRetried({ importBooks }, {}, (client) =>
      single((callback) => {
        const call = client.importBooks(new Metadata(), {}, callback);
        for (const title of ["a", "b", "c"]) call.write(book(title), () => confirmed.push(title));
        call.end();
        return call;
      }),
    );
    expect(outcome.error).toBeUndefined();
    expect(received).toHaveLength(4);
    expect(confirmed).toEqual(["a", "b", "c"]);
  });

  it("are confirmed when the call is over, too: nobody waits for what will not be sent", async () => {
    const importBooks = (_call: ServerCall, answer: Answer) => answer({ code: 9, details: "full" });
    await withRetried({ importBooks }, {}, async (client) => {
      let stream: ReturnType<RetriedClient["importBooks"]> | undefined;
      const { error } = await single((callback) => {
        stream = client.importBooks(new Metadata(), {}, callback);
        return stream;
      });
      expect(error?.code).toBe(Code.FAILED_PRECONDITION);
      await write(stream as NonNullable<typeof stream>, book("late"));
      await write(stream as NonNullable<typeof stream>, book("later"));
    });
  });

  it("keep the flags that they were sent with", async () => {
    const flags: unknown[] = [];
    const spy: Interceptor = (options, nextCall) => {
      const call = nextCall(options);
      const send = call.sendMessageWithContext.bind(call);
      const spied: typeof send = (context, message) => {
        flags.push(context.flags);
        send(context, message);
      };
      Object.assign(call, { sendMessageWithContext: spied });
      return new InterceptingCall(call);
    };
    const { importBooks } = importAfter([2]);
    const outcome = await withRetried(
      { importBooks },
      { interceptors: [retryInterceptor(QUICK), spy] },
      (client) =>
        single((callback) => {
          const call = client.importBooks(new Metadata(), {}, callback);
          // grpc-js takes the encoding for the flags.
          call.write(book("a"), 2 as unknown as BufferEncoding);
          call.write(book("b"));
          call.end();
          return call;
        }),
    );
    expect(outcome.error).toBeUndefined();
    expect(flags).toEqual([2, undefined, 2, undefined]);
  });

  it("survive layers below that hold the first message back", async () => {
    const slow: Interceptor = (options, nextCall) =>
      new InterceptingCall(nextCall(options), {
        start: (metadata, listener, next) => {
          setImmediate(() => next(metadata, listener));
        },
      });
    const { received, importBooks } = importAfter([20, 5]);
    const outcome = await withRetried(
      { importBooks },
      { interceptors: [retryInterceptor(QUICK), slow] },
      (client) => importAll(client, titles),
    );
    expect(outcome.error).toBeUndefined();
    expect(received.at(-1)).toEqual(titles);
  });

  describe("beyond the bound", () => {
    const large = "x".repeat(2_000);

    it("commit the call, which goes on", async () => {
      const { received, importBooks } = importAfter([]);
      const retry = { ...QUICK, maxBufferBytes: 4_000 };
      const all = [large, large, large, "the end"];
      const { error, messages } = await withRetried({ importBooks }, { retry }, (client) =>
        importAll(client, all),
      );
      expect(error).toBeUndefined();
      expect(messages).toMatchObject([{ addedCount: 4 }]);
      expect(received).toEqual([all]);
    });

    it("are the reason for not repeating it", async () => {
      const { received, importBooks } = importAfter([4, 4]);
      const retry = { ...QUICK, maxBufferBytes: 4_000 };
      const { error } = await withRetried({ importBooks }, { retry }, (client) =>
        importAll(client, [large, large, large, "the end"]),
      );
      expect(error?.code).toBe(Code.UNAVAILABLE);
      expect(received).toHaveLength(1);
      expect(attemptsOf(error).at(-1)?.stopReason).toBe("more than 4000 bytes of requests");
    });

    it("begin exactly there", async () => {
      // One message: 3 bytes for the book, 3 for its title, and the title.
      const sent = "x".repeat(200);
      const run = async (maxBufferBytes: number) => {
        const { received, importBooks } = importAfter([1]);
        await withRetried({ importBooks }, { retry: { ...QUICK, maxBufferBytes } }, (client) =>
          importAll(client, [sent]),
        );
        return received.length;
      };
      expect(await run(206)).toBe(2);
      expect(await run(205)).toBe(1);
    });

    it("do not count for a single request, which the caller holds anyway", async () => {
      let count = 0;
      const getBook = (_call: ServerCall, answer: Answer) =>
        ++count === 1 ? answer(unavailable()) : answer(null, book("Momo"));
      const retry = { ...QUICK, maxBufferBytes: 0 };
      const { error } = await withRetried({ getBook }, { retry }, (client) =>
        single((callback) => client.getBook({ bookId: large }, new Metadata(), {}, callback)),
      );
      expect(error).toBeUndefined();
      expect(count).toBe(2);
    });

    it("in a pause, give the caller the headers of the next attempt, for which it may wait", async () => {
      let attempts = 0;
      const reserveBooks = (call: ServerCall) => {
        const isFirst = ++attempts === 1;
        let count = 0;
        if (!isFirst) call.sendMetadata(new Metadata());
        call.on("data", () => {
          if (isFirst) call.emit("error", unavailable());
          else if (++count === 3) call.end();
        });
      };
      let stream: ReturnType<RetriedClient["reserveBooks"]> | undefined;
      const onRetry = () => stream?.write({ bookId: large });
      const retry = { ...QUICK, maxBufferBytes: 1_000, onRetry };
      const outcome = await withRetried({ reserveBooks }, { retry }, (client) => {
        const call = client.reserveBooks(new Metadata(), {});
        stream = call;
        call.write({ bookId: "1" });
        call.on("metadata", () => call.write({ bookId: "3" }));
        return seen(call);
      });
      expect(outcome.error).toBeUndefined();
      expect(attempts).toBe(2);
    });

    it("in a pause, are sent with the next attempt, which is the last", async () => {
      const { received, importBooks } = importAfter([1, 2]);
      let stream: ReturnType<RetriedClient["importBooks"]> | undefined;
      const retry = {
        ...QUICK,
        maxBufferBytes: 4_000,
        onRetry: () => {
          stream?.write(book("y".repeat(5_000)));
          stream?.end();
        },
      };
      const { error } = await withRetried({ importBooks }, { retry }, (client) =>
        single((callback) => {
          stream = client.importBooks(new Metadata(), {}, callback);
          stream.write(book("first"));
          return stream;
        }),
      );
      expect(error?.code).toBe(Code.UNAVAILABLE);
      expect(received.map((titles) => titles.map(({ length }) => length))).toEqual([
        [5],
        [5, 5_000],
      ]);
      expect(attemptsOf(error).at(-1)?.stopReason).toContain("4000");
    });
  });

  it("that were changed since they were sent are not sent again as something else", async () => {
    const { received, importBooks } = importAfter([2]);
    const reused = book("first");
    const { error } = await withRetried({ importBooks }, {}, (client) =>
      single((callback) => {
        const call = client.importBooks(new Metadata(), {}, callback);
        call.write(reused, () => {
          reused.book.title = "second";
          call.write(reused);
          call.end();
        });
        return call;
      }),
    );
    expect(received).toEqual([["first", "second"]]);
    expect(error?.code).toBe(Code.UNAVAILABLE);
    expect(attemptsOf(error).at(-1)?.stopReason).toContain("changed");
  });

  it("that do not serialize end the call at once", async () => {
    let count = 0;
    const importBooks = () => count++;
    const { error } = await withRetried({ importBooks }, {}, (client) =>
      single((callback) => {
        const call = client.importBooks(new Metadata(), {}, callback);
        call.write({ book: { copies: "many" } });
        call.end();
        return call;
      }),
    );
    expect(error?.code).toBe(Code.INTERNAL);
    expect(error?.details).toContain("serialization failure");
    expect(attemptsOf(error)).toHaveLength(1);
    expect(count).toBeLessThanOrEqual(1);
  });

  it("of both kinds go back and forth after the attempt that counts", async () => {
    let attempts = 0;
    const reserveBooks = (call: ServerCall) => {
      attempts++;
      call.on("data", (message: unknown) => {
        if (attempts < 3) call.emit("error", unavailable());
        else call.write({ result: { case: "reservation", value: message } });
      });
      call.on("end", () => call.end());
    };
    const { error, messages } = await withRetried({ reserveBooks }, {}, (client) => {
      const call = client.reserveBooks(new Metadata(), {});
      let sent = 1;
      call.write({ bookId: "1" });
      call.on("data", () => {
        if (++sent > 5) call.end();
        else call.write({ bookId: String(sent) });
      });
      return seen(call);
    });
    expect(error).toBeUndefined();
    expect(attempts).toBe(3);
    const ids = messages.map(
      (message) => (message as { result: { value: { bookId: string } } }).result.value.bookId,
    );
    expect(ids).toEqual(["1", "2", "3", "4", "5"]);
  });
});

import { create, toBinary } from "@bufbuild/protobuf";
import type { Client } from "@connectrpc/connect";
import { Code as ConnectCode, ConnectError, type Interceptor } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import {
  ImportBooksRequestSchema,
  type LibraryService,
} from "../../../gen/example/library/v1/library_pb.js";
import { clientInterceptor, retryInterceptor } from "../../../src/entry/connect.js";
import { attemptsOf } from "../../../src/entry/retry.js";
import { countKept } from "../../fixtures/left-behind.js";
import { FakeClock } from "../../operation/fake-clock.js";
import { kindsOn, type LibraryImpl, WIRES, withLibrary } from "../library-server.js";
import { flakyLibrary, type SeenAttempt, unavailable } from "./flaky-library.js";

const cases = WIRES.flatMap((wire) => kindsOn(wire).map((kind) => ({ wire, kind })));
const streams = cases.filter(({ kind }) => kind === "serverStream" || kind === "bidi");

type LibraryClient = Client<typeof LibraryService>;

function instant() {
  return { idempotent: true, clock: new FakeClock(), random: () => 0 };
}

/** Requests for so many books, and how many of them were asked for. */
function books(count: number) {
  const source = { read: 0, closed: 0 };
  async function* requests() {
    try {
      for (let id = 1; id <= count; id++) {
        source.read++;
        yield { book: { id: String(id) } };
      }
    } finally {
      source.closed++;
    }
  }
  return { source, requests: requests() };
}

function ids(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index + 1));
}

describe("retryInterceptor for Connect and streams", () => {
  it.each(cases)("repeats a $kind call over $wire until it succeeds", async ({ wire, kind }) => {
    const { implementation, seen } = flakyLibrary({ failures: [unavailable, unavailable] });
    const client = [retryInterceptor(instant()), clientInterceptor()];
    const outcome = await withLibrary(wire, implementation, (calls) => calls[kind](), { client });
    expect(outcome.error).toBeUndefined();
    const counts = { unary: 1, clientStream: 1, serverStream: 2, bidi: 2 };
    expect(outcome.messages).toHaveLength(counts[kind]);
    expect(seen).toHaveLength(3);
  });

  it.each(streams)(
    "does not repeat a $kind call over $wire after its first answer",
    async ({ wire, kind }) => {
      let count = 0;
      const implementation: LibraryImpl = {
        async *listBooks() {
          count++;
          yield { book: { id: "1" } };
          unavailable();
        },
        async *reserveBooks(requests) {
          count++;
          for await (const _request of requests) {
            yield {};
            unavailable();
          }
        },
      };
      const client = [retryInterceptor(instant()), clientInterceptor()];
      const outcome = await withLibrary(wire, implementation, (calls) => calls[kind](), { client });
      expect(outcome.messages).toHaveLength(1);
      expect(outcome.error).toMatchObject({ code: ConnectCode.Unavailable });
      expect(attemptsOf(outcome.error).map(({ stopReason }) => stopReason)).toEqual([
        "the answer has begun",
      ]);
      expect(count).toBe(1);
    },
  );

  it.each(streams)(
    "takes a $kind call over $wire without any answer for a success",
    async ({ wire, kind }) => {
      let count = 0;
      // biome-ignore lint/correctness/useYield: a stream without messages
      const nothing = async function* () {
        count++;
      };
      const implementation: LibraryImpl = { listBooks: nothing, reserveBooks: nothing };
      const client = [retryInterceptor(instant()), clientInterceptor()];
      const outcome = await withLibrary(wire, implementation, (calls) => calls[kind](), { client });
      expect(outcome).toEqual({ messages: [] });
      expect(count).toBe(1);
    },
  );

  it.each([0, 1, 2, 5])(
    "sends all requests in order again, of which the server had read %i",
    async (readBefore) => {
      for (const wire of ["grpc/2", "connect/2", "grpc-web/2"] as const) {
        const failures = [unavailable, unavailable];
        const { implementation, seen } = flakyLibrary({ failures, readBefore });
        const { source, requests } = books(5);
        const run = (_: unknown, client: LibraryClient) => client.importBooks(requests);
        const answer = await withLibrary(wire, implementation, run, {
          client: [retryInterceptor(instant())],
        });
        expect(answer.addedCount).toBe(5);
        expect(seen.map(({ bookIds }) => bookIds.length)).toEqual([readBefore, readBefore, 5]);
        expect(seen.at(-1)?.bookIds).toEqual(ids(5));
        expect(source).toEqual({ read: 5, closed: 1 });
      }
    },
  );

  it("goes on with the requests where the attempt that failed had stopped to read", async () => {
    const seen: SeenAttempt[] = [];
    let goOn = () => {};
    const pause = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    async function* slow() {
      yield { bookId: "1" };
      yield { bookId: "2" };
      // Asked for by the first attempt, which is over by then.
      await pause;
      yield { bookId: "3" };
      yield { bookId: "4" };
    }
    const onRetry = () => setImmediate(goOn);
    const got: unknown[] = [];
    await withLibrary(
      "grpc/2",
      {
        async *reserveBooks(requests, context) {
          const first = seen.length === 0;
          const bookIds: string[] = [];
          seen.push({ header: context.requestHeader, at: 0, bookIds, signal: context.signal });
          for await (const { bookId } of requests) {
            bookIds.push(bookId);
            if (first && bookIds.length === 2) unavailable();
            if (!first) yield { result: { case: "reservation", value: { bookId } } };
          }
        },
      },
      async (_, client) => {
        for await (const { result } of client.reserveBooks(slow())) got.push(result.value);
      },
      { client: [retryInterceptor({ ...instant(), onRetry })] },
    );
    expect(seen.map(({ bookIds }) => bookIds)).toEqual([ids(2), ids(4)]);
    expect(got).toMatchObject(ids(4).map((bookId) => ({ bookId })));
  });

  it("repeats a call whose requests just fit into maxBufferBytes, and no larger one", async () => {
    const bytes = ids(3)
      .map((id) => create(ImportBooksRequestSchema, { book: { id } }))
      .reduce((sum, message) => sum + 5 + toBinary(ImportBooksRequestSchema, message).length, 0);
    for (const [maxBufferBytes, attempts] of [
      [bytes, 2],
      [bytes - 1, 1],
    ] as const) {
      const { implementation, seen } = flakyLibrary({ failures: [unavailable] });
      const client = [retryInterceptor({ ...instant(), maxBufferBytes })];
      const run = (_: unknown, library: LibraryClient) =>
        library.importBooks(books(3).requests).catch((error: unknown) => error);
      const outcome = await withLibrary("grpc/2", implementation, run, { client });
      expect(seen).toHaveLength(attempts);
      expect(seen.at(-1)?.bookIds).toEqual(ids(3));
      if (attempts === 1)
        expect(attemptsOf(outcome)[0]?.stopReason).toBe("more requests were sent than are kept");
      else expect(outcome).toMatchObject({ addedCount: 3 });
    }
  });

  it("does not measure the one request of a stream of answers", async () => {
    const { implementation, seen } = flakyLibrary({ failures: [unavailable] });
    const client = [retryInterceptor({ ...instant(), maxBufferBytes: 0 })];
    await withLibrary("grpc/2", implementation, (calls) => calls.serverStream(), { client });
    expect(seen.map(({ bookIds }) => bookIds)).toEqual([["1"], ["1"]]);
  });

  it.each(WIRES)("does not repeat over %s a call whose own requests fail", async (wire) => {
    const { implementation, seen } = flakyLibrary({ failures: [] });
    // As it comes from another stream that is passed on.
    const mistake = new ConnectError("no such file", ConnectCode.Unavailable);
    async function* requests() {
      yield { book: { id: "1" } };
      throw mistake;
    }
    const run = (_: unknown, client: LibraryClient) =>
      client.importBooks(requests()).catch((error: unknown) => error);
    const clock = new FakeClock();
    const error = await withLibrary(wire, implementation, run, {
      client: [retryInterceptor({ idempotent: true, clock })],
    });
    expect(error).toBeInstanceOf(ConnectError);
    expect(attemptsOf(error)).toMatchObject([{ stopReason: "the stream of requests failed" }]);
    expect(seen.length).toBeLessThanOrEqual(1);
    expect(clock.pauses).toEqual([]);
  });

  it("does not wait for a request that the caller makes of the first answer", async () => {
    const { implementation, seen } = flakyLibrary({ failures: [unavailable] });
    let answered = () => {};
    const first = new Promise<void>((resolve) => {
      answered = resolve;
    });
    async function* requests() {
      yield { bookId: "1" };
      await first;
      yield { bookId: "2" };
    }
    const run = async (_: unknown, client: LibraryClient) => {
      for await (const _answer of client.reserveBooks(requests())) answered();
    };
    const client = [retryInterceptor(instant()), clientInterceptor()];
    await withLibrary("grpc/2", implementation, run, { client });
    expect(seen.map(({ bookIds }) => bookIds)).toEqual([["1"], ["1", "2"]]);
  });

  it("keeps no requests once the first answer has arrived", async () => {
    const sent: WeakRef<object>[] = [];
    let answers = 0;
    let kept = Number.POSITIVE_INFINITY;
    async function* requests() {
      for (let id = 0; id < 200; id++) {
        const request = { bookId: String(id) };
        yield request;
      }
    }
    // What Connect makes of each request is what may be kept.
    const watching: Interceptor = (next) => (request) =>
      next(request.stream ? { ...request, message: watched(request.message) } : request);
    async function* watched<T extends object>(messages: AsyncIterable<T>) {
      for await (const message of messages) {
        sent.push(new WeakRef(message));
        yield message;
      }
    }
    const run = async (_: unknown, client: LibraryClient) => {
      for await (const _answer of client.reserveBooks(requests())) {
        if (++answers === 200) kept = await countKept(sent);
      }
    };
    const { implementation } = flakyLibrary({ failures: [] });
    const client = [retryInterceptor(instant()), watching];
    await withLibrary("grpc/2", implementation, run, { client });
    expect(sent).toHaveLength(200);
    expect(kept).toBeLessThan(50);
  });

  it("gives the headers and trailers of the attempt that counts", async () => {
    let count = 0;
    const implementation: LibraryImpl = {
      async *listBooks(_request, context) {
        count++;
        context.responseHeader.set("x-attempt", String(count));
        context.responseTrailer.set("x-end", String(count));
        if (count === 1) unavailable();
        yield { book: { id: "1" } };
      },
    };
    for (const wire of WIRES) {
      count = 0;
      const told: (string | null)[] = [];
      await withLibrary(
        wire,
        implementation,
        async (_, client) => {
          const onHeader = (header: Headers) => told.push(header.get("x-attempt"));
          const onTrailer = (trailer: Headers) => told.push(trailer.get("x-end"));
          for await (const _message of client.listBooks({}, { onHeader, onTrailer })) told.push("");
        },
        { client: [retryInterceptor(instant()), clientInterceptor()] },
      );
      expect(told).toEqual(["2", "", "2"]);
    }
  });
});

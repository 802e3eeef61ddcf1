import { create } from "@bufbuild/protobuf";
import {
  Code,
  ConnectError,
  createRouterTransport,
  type Interceptor,
  type StreamResponse,
} from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import {
  LibraryService,
  ListBooksRequestSchema,
} from "../../../gen/example/library/v1/library_pb.js";
import { type RetryInterceptorOptions, retryInterceptor } from "../../../src/entry/connect.js";
import { attemptsOf, RetryThrottle } from "../../../src/entry/retry.js";
import { hang } from "./flaky-library.js";

interface Listing {
  readonly options?: RetryInterceptorOptions;
  /** What the server does after two messages. */
  readonly finish?: () => unknown;
}

/** What an outer interceptor gets of a stream of answers, and whether the server still works on it. */
async function listBooks({ options = {}, finish = hang }: Listing = {}) {
  let response: StreamResponse | undefined;
  const outer: Interceptor = (next) => async (request) => {
    const given = await next(request);
    if (given.stream) response = given;
    return given;
  };
  let inner: AbortSignal | undefined;
  const watching: Interceptor = (next) => (request) => {
    inner = request.signal;
    return next(request);
  };
  const transport = createRouterTransport(
    (router) =>
      router.service(LibraryService, {
        async *listBooks() {
          yield { book: { id: "1" } };
          yield { book: { id: "2" } };
          await finish();
        },
      }),
    { transport: { interceptors: [outer, retryInterceptor(options), watching] } },
  );
  const requests = (async function* () {
    yield create(ListBooksRequestSchema);
  })();
  const { listBooks: method } = LibraryService.method;
  await transport.stream(method, undefined, undefined, undefined, requests);
  if (response === undefined) throw new Error("no response");
  return { messages: response.message[Symbol.asyncIterator](), signal: () => inner };
}

describe("the answers that retryInterceptor for Connect gives to interceptors above", () => {
  it.each([0, 1, 2])("end the attempt when they are returned after %i messages", async (count) => {
    const { messages, signal } = await listBooks();
    for (let read = 0; read < count; read++) expect((await messages.next()).done).toBe(false);
    expect(signal()?.aborted).toBe(false);
    expect(await messages.return?.()).toEqual({ done: true, value: undefined });
    expect(signal()?.aborted).toBe(true);
    expect(await messages.next()).toEqual({ done: true, value: undefined });
  });

  it("end the attempt even while the next message is awaited", async () => {
    const { messages, signal } = await listBooks();
    await messages.next();
    await messages.next();
    const third = messages.next().catch((error: unknown) => error);
    await messages.return?.();
    expect(signal()?.aborted).toBe(true);
    await third;
  });

  it("end the attempt when an error is thrown into them", async () => {
    const { messages, signal } = await listBooks();
    const mistake = new Error("the reader is tired");
    await expect(messages.throw?.(mistake)).rejects.toBe(mistake);
    expect(signal()?.aborted).toBe(true);
  });

  it("end the attempt when they fail", async () => {
    const fail = () => {
      throw new ConnectError("the shelf broke", Code.DataLoss);
    };
    const { messages, signal } = await listBooks({ finish: fail });
    await messages.next();
    await messages.next();
    const error = await messages.next().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: Code.DataLoss });
    expect(attemptsOf(error)).toHaveLength(1);
    expect(signal()?.aborted).toBe(true);
    expect((await messages.next()).done).toBe(true);
  });

  it("count as one success, however often their end is asked for", async () => {
    const throttle = new RetryThrottle({ maxTokens: 4, tokenRatio: 1 });
    for (let failure = 0; failure < 3; failure++) throttle.countFailure();
    const { messages } = await listBooks({ options: { throttle }, finish: () => {} });
    for (let read = 0; read < 6; read++) expect((await messages.next()).done).toBe(read >= 2);
    await messages.return?.();
    // Two of four tokens are not enough, three would be.
    expect(throttle.allowsRetry).toBe(false);
    throttle.countSuccess();
    expect(throttle.allowsRetry).toBe(true);
  });

  it("count as neither success nor failure when nobody reads them to the end", async () => {
    const throttle = new RetryThrottle({ maxTokens: 2, tokenRatio: 1 });
    throttle.countFailure();
    const { messages } = await listBooks({ options: { throttle } });
    await messages.next();
    await messages.return?.();
    expect(throttle.allowsRetry).toBe(false);
  });
});

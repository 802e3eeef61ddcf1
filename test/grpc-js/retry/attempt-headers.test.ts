import { createServer, type OutgoingHttpHeaders } from "node:http2";
import type { AddressInfo } from "node:net";
import { type CallOptions, InterceptingCall, type Interceptor, Metadata } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { type RetryInterceptorOptions, retryInterceptor } from "../../../src/entry/grpc-js.js";
import { clientOf, QUICK, single, withRetried } from "./retried-library.js";
import { type Answer, type ServerCall, unavailable } from "./server-call.js";

/** What the server got as headers of three attempts, two of which failed. */
async function received(
  options: RetryInterceptorOptions,
  headers: Readonly<Record<string, string>> = {},
  behind: readonly Interceptor[] = [],
) {
  const arrivals: Metadata[] = [];
  const getBook = (call: ServerCall, answer: Answer) => {
    arrivals.push(call.metadata);
    if (arrivals.length < 3) answer(unavailable());
    else answer(null, { book: { id: "42" } });
  };
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  const before = JSON.stringify(metadata);
  const interceptors = [retryInterceptor({ ...QUICK, ...options }), ...behind];
  const { error } = await withRetried({ getBook }, { interceptors }, (client) =>
    single((callback) => client.getBook({}, metadata, {}, callback)),
  );
  expect(error).toBeUndefined();
  expect(arrivals).toHaveLength(3);
  return {
    each: (name: string) => arrivals.map((arrived) => arrived.get(name)),
    isUntouched: JSON.stringify(metadata) === before,
  };
}

describe("headers of the attempts", () => {
  it("tell the server how many attempts there were before", async () => {
    const { each, isUntouched } = await received({});
    expect(each("grpc-previous-rpc-attempts")).toEqual([[], ["1"], ["2"]]);
    expect(isUntouched).toBe(true);
  });

  it("are the caller's in every attempt, which stay as they are", async () => {
    const { each, isUntouched } = await received(
      {},
      { "x-tenant": "north", "x-request-id": "r-1" },
    );
    expect(each("x-tenant")).toEqual([["north"], ["north"], ["north"]]);
    const ids = each("x-request-id").flat();
    expect(ids[0]).toBe("r-1");
    expect(new Set(ids).size).toBe(3);
    expect(isUntouched).toBe(true);
  });

  it("hold a new id of the request with every attempt where a header for it is named", async () => {
    const { each, isUntouched } = await received(
      { requestIdHeader: "X-Trace" },
      { "x-trace": "mine" },
    );
    const ids = each("x-trace").flat();
    expect(ids).toHaveLength(3);
    expect(new Set([...ids, "mine"]).size).toBe(4);
    expect(isUntouched).toBe(true);
  });

  it("hold one idempotency key for all attempts of a call that needs one", async () => {
    const { each } = await received({ idempotent: false, idempotencyKey: true });
    const keys = each("idempotency-key").flat();
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it("keep the key that the caller set", async () => {
    const { each } = await received(
      { idempotent: false, idempotencyKey: true },
      { "idempotency-key": "order-7" },
    );
    expect(each("idempotency-key")).toEqual([["order-7"], ["order-7"], ["order-7"]]);
  });

  it("do not pile up what layers further in add to them", async () => {
    const adding: Interceptor = (options, nextCall) =>
      new InterceptingCall(nextCall(options), {
        start(metadata, listener, next) {
          metadata.add("x-token", "secret");
          next(metadata, listener);
        },
      });
    const { each } = await received({}, {}, [adding]);
    expect(each("x-token")).toEqual([["secret"], ["secret"], ["secret"]]);
  });

  it("come with options of their own, which layers further in may change", async () => {
    const seen: unknown[] = [];
    const changing: Interceptor = (options, nextCall) => {
      seen.push(options.host);
      options.host = `attempt-${seen.length}`;
      return new InterceptingCall(nextCall(options));
    };
    await received({}, {}, [changing]);
    expect(seen).toEqual([undefined, undefined, undefined]);
  });

  it("tell the server less time with every attempt, where the caller set a deadline", async () => {
    const pushback = { "grpc-status": "14", "grpc-retry-pushback-ms": "20" };
    const timeouts = await timeoutsOf({ maxAttempts: 3 }, pushback, {
      deadline: Date.now() + 30_000,
    });
    const [first, second, third] = timeouts.map((timeout) => {
      expect(timeout).toMatch(/^\d+m$/);
      return Number.parseInt(String(timeout), 10);
    }) as [number, number, number];
    expect(first).toBeLessThanOrEqual(30_000);
    // 20 ms lie between two attempts; a timer may be early by less than one.
    expect(first - second).toBeGreaterThanOrEqual(19);
    expect(second - third).toBeGreaterThanOrEqual(19);
  });

  it("tell the server no deadline where the caller set none, whatever the limits", async () => {
    const limits = { maxAttempts: 2, attemptTimeoutMs: 5_000, totalTimeoutMs: 10_000 };
    expect(await timeoutsOf(limits, { "grpc-status": "14" })).toEqual([undefined, undefined]);
  });
});

/** The `grpc-timeout` of every attempt, which a server of grpc-js keeps to itself. */
async function timeoutsOf(
  limits: RetryInterceptorOptions,
  trailers: OutgoingHttpHeaders,
  options: CallOptions = {},
): Promise<(string | string[] | undefined)[]> {
  const timeouts: (string | string[] | undefined)[] = [];
  const server = createServer();
  server.on("stream", (stream, headers) => {
    timeouts.push(headers["grpc-timeout"]);
    stream.resume();
    stream.respond(
      { ":status": 200, "content-type": "application/grpc", ...trailers },
      { endStream: true },
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const client = clientOf(`127.0.0.1:${port}`, [retryInterceptor({ ...QUICK, ...limits })]);
  try {
    await single((callback) => client.getBook({}, new Metadata(), options, callback));
    return timeouts;
  } finally {
    client.close();
    server.close();
  }
}

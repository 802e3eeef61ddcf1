import {
  ConnectError,
  createClient,
  createContextKey,
  createContextValues,
  type Interceptor,
} from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { LibraryService } from "../../../gen/example/library/v1/library_pb.js";
import { clientInterceptor, retryInterceptor } from "../../../src/entry/connect.js";
import { RpcError } from "../../../src/entry/index.js";
import { attemptsOf } from "../../../src/entry/retry.js";
import { FakeClock } from "../../operation/fake-clock.js";
import { transportFor, WIRES, withLibrary } from "../library-server.js";
import { flakyLibrary } from "./flaky-library.js";

const passing: Interceptor = (next) => (request) => next(request);

/** What a call through these interceptors fails with, and how often the server saw it. */
async function call(client: Interceptor[], wire: (typeof WIRES)[number] = "connect/1.1") {
  const { implementation, seen } = flakyLibrary({ failures: [] });
  const run = async (calls: { unary: () => Promise<{ error?: unknown }> }) =>
    (await calls.unary()).error;
  const error = await withLibrary(wire, implementation, run, { client });
  return { error, count: seen.length };
}

describe("the order of Connect's interceptors", () => {
  const misplaced = [
    [clientInterceptor(), retryInterceptor()],
    [clientInterceptor(), passing, retryInterceptor()],
    [passing, clientInterceptor(), retryInterceptor(), clientInterceptor()],
  ];

  it.each(misplaced)(
    "fails a call where retryInterceptor comes after clientInterceptor",
    async (...client) => {
      for (const wire of WIRES) {
        const { error, count } = await call(client, wire);
        expect(error).toBeInstanceOf(ConnectError);
        const { cause } = error as ConnectError;
        expect(cause).toBeInstanceOf(TypeError);
        expect((cause as TypeError).message).toMatch(
          /^put retryInterceptor before clientInterceptor: /,
        );
        expect(count).toBe(0);
      }
    },
  );

  it("fails a call with two retryInterceptors, which the outer one does not repeat", async () => {
    const clock = new FakeClock();
    const options = { idempotent: true, clock };
    const { error, count } = await call([retryInterceptor(options), passing, retryInterceptor()]);
    expect((error as ConnectError).cause).toBeInstanceOf(TypeError);
    expect(RpcError.from(error).message).toMatch(/^use one retryInterceptor only/);
    expect(attemptsOf(error)).toHaveLength(1);
    expect(clock.pauses).toEqual([]);
    expect(count).toBe(0);
  });

  it("may be first retryInterceptor, then clientInterceptor, with others anywhere", async () => {
    const client = [passing, retryInterceptor(), passing, clientInterceptor(), passing];
    expect(await call(client)).toEqual({ error: undefined, count: 1 });
  });

  it("does not matter to another call, although an interceptor passes its context values on", async () => {
    const { implementation, seen } = flakyLibrary({ failures: [] });
    await withLibrary("connect/1.1", implementation, async (_, _client, baseUrl) => {
      const own = [retryInterceptor(), clientInterceptor()];
      const inner = createClient(LibraryService, transportFor("connect/1.1", baseUrl, own));
      const reserving: Interceptor = (next) => async (request) => {
        const { contextValues } = request;
        await inner.importBooks((async function* () {})(), { contextValues });
        return next(request);
      };
      const client = createClient(
        LibraryService,
        transportFor("connect/1.1", baseUrl, [...own, reserving]),
      );
      await client.getBook({ bookId: "42" });
      expect(seen).toHaveLength(2);
    });
  });

  it("is told by nothing in the caller's context values, which all interceptors share", async () => {
    const tenant = createContextKey("nobody", { description: "tenant" });
    const cost = createContextKey(0, { description: "cost" });
    const scratch = createContextKey("none", { description: "scratch" });
    const contextValues = createContextValues().set(tenant, "reader 7").set(scratch, "old");
    const before = Object.getOwnPropertySymbols(contextValues);
    const told: unknown[] = [];
    const inner: Interceptor = (next) => (request) => {
      told.push(request.contextValues.get(tenant));
      const same = request.contextValues.set(cost, request.contextValues.get(cost) + 3);
      expect(same).toBe(request.contextValues);
      request.contextValues.delete(scratch);
      return next(request);
    };
    const { implementation } = flakyLibrary({ failures: [] });
    await withLibrary(
      "connect/1.1",
      implementation,
      async (_, client) => {
        // The same values for several calls, as they may be.
        await client.getBook({}, { contextValues });
        await client.getBook({}, { contextValues });
      },
      { client: [retryInterceptor(), clientInterceptor(), inner] },
    );
    expect(told).toEqual(["reader 7", "reader 7"]);
    expect(contextValues.get(cost)).toBe(6);
    expect(contextValues.get(scratch)).toBe("none");
    expect(Object.getOwnPropertySymbols(contextValues)).toEqual([before[0], cost.id]);
  });

  it("is a TypeError at once where an option is wrong", () => {
    for (const options of [
      { maxAttempts: 0 },
      { maxBufferBytes: -1 },
      { idempotent: "yes" },
      { throttle: {} },
      { requestIdHeader: "no header" },
      null,
    ]) {
      expect(() => retryInterceptor(options as never)).toThrow(TypeError);
    }
  });
});

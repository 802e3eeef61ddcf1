import type { CallOptions } from "@connectrpc/connect";
import { afterEach, describe, expect, it } from "vitest";
import {
  clientInterceptor,
  type RetryInterceptorOptions,
  retryInterceptor,
  toConnectError,
} from "../../../src/entry/connect.js";
import { RpcError, retryInfo } from "../../../src/entry/index.js";
import { FakeClock } from "../../operation/fake-clock.js";
import { type Calls, type Wire, withLibrary } from "../library-server.js";
import { authorizing, type LibraryClient } from "./call-kind.js";
import { flakyLibrary, unavailable } from "./flaky-library.js";
import { PausingClock } from "./pausing-clock.js";

const later = (delayMs: number) => () => {
  throw toConnectError(new RpcError("UNAVAILABLE", "busy", { details: [retryInfo(delayMs)] }));
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

interface Call {
  readonly wire?: Wire;
  readonly failures?: (() => unknown)[];
  readonly options?: RetryInterceptorOptions;
  readonly callOptions?: CallOptions;
  readonly call?: (client: LibraryClient, options: CallOptions) => Promise<unknown>;
}

const getBook = (client: LibraryClient, options: CallOptions) => client.getBook({}, options);

/** The headers that the server sees, of one name, in each attempt of a call. */
async function headersOf(name: string, given: Call): Promise<(string | null)[]> {
  const { wire = "connect/1.1", failures = [unavailable, unavailable] } = given;
  const { options = {}, callOptions = {}, call = getBook } = given;
  const { implementation, seen } = flakyLibrary({ failures });
  const retried = retryInterceptor({ clock: new FakeClock(), random: () => 0, ...options });
  const client = [retried, clientInterceptor()];
  const run = (_: unknown, library: LibraryClient) =>
    call(library, callOptions).catch((error: unknown) => error);
  await withLibrary(wire, implementation, run, { client });
  return seen.map(({ header }) => header.get(name));
}

describe("headers of the attempts of retryInterceptor for Connect", () => {
  it.each(["connect/1.1", "connect/2", "grpc/2", "grpc-web/1.1", "grpc-web/2"] as const)(
    "count earlier attempts over %s",
    async (wire) => {
      const counts = await headersOf("grpc-previous-rpc-attempts", { wire });
      expect(counts).toEqual([null, "1", "2"]);
    },
  );

  it("replace the caller's request id from the second attempt on, and leave the caller's own alone", async () => {
    const headers = new Headers({ "x-request-id": "mine", "x-client-request-id": "also mine" });
    const callOptions = { headers };
    const [first, second, third] = await headersOf("x-request-id", { callOptions });
    expect(first).toBe("mine");
    expect(second).toMatch(UUID);
    expect(third).toMatch(UUID);
    expect(third).not.toBe(second);
    const clientIds = await headersOf("x-client-request-id", { callOptions });
    expect(clientIds[0]).toBe("also mine");
    expect(clientIds[1]).toMatch(UUID);
    expect([...headers]).toEqual([
      ["x-client-request-id", "also mine"],
      ["x-request-id", "mine"],
    ]);
  });

  it("have no request id that nobody asked for", async () => {
    expect(await headersOf("x-request-id", {})).toEqual([null, null, null]);
    const callOptions = { headers: { "x-request-id": "mine" } };
    const kept = { callOptions, options: { requestIdHeader: false } as const };
    expect(await headersOf("x-request-id", kept)).toEqual(["mine", "mine", "mine"]);
  });

  it("have a new request id each where its header is named", async () => {
    const options = { requestIdHeader: "X-Trace-Id" };
    const ids = await headersOf("x-trace-id", { options });
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(UUID);
  });

  it("have one idempotency key, with which any call is repeated", async () => {
    const failures = [unavailable, unavailable];
    const none = await importing({ failures, options: {} });
    expect(none).toEqual([null]);
    const [first, ...others] = await importing({ failures, options: { idempotencyKey: true } });
    expect(first).toMatch(UUID);
    expect(others).toEqual([first, first]);
    const own = { idempotencyKey: () => "import-17" };
    expect(await importing({ failures, options: own })).toEqual(Array(3).fill("import-17"));
    const callOptions = { headers: { "Idempotency-Key": "mine" } };
    const mine = await importing({ failures, options: { idempotencyKey: true }, callOptions });
    expect(mine).toEqual(["mine", "mine", "mine"]);
    // A call that is idempotent by itself needs none.
    const read = await headersOf("idempotency-key", { options: { idempotencyKey: true } });
    expect(read).toEqual([null, null, null]);

    function importing(given: Call) {
      return headersOf("idempotency-key", {
        ...given,
        call: (client, options) => client.importBooks((async function* () {})(), options),
      });
    }
  });

  it("are fresh for the interceptors below", async () => {
    const { implementation, seen } = flakyLibrary({ failures: [unavailable, unavailable] });
    const client = [
      retryInterceptor({ clock: new FakeClock(), random: () => 0 }),
      clientInterceptor(),
      authorizing(() => "token"),
    ];
    await withLibrary("grpc/2", implementation, (calls) => calls.unary(), { client });
    expect(seen.map(({ header }) => header.get("authorization"))).toEqual(Array(3).fill("token"));
  });

  it.each([
    ["connect/1.1", "connect-timeout-ms", ["60000", "55000", "45000"]],
    ["grpc/2", "grpc-timeout", ["60000m", "55000m", "45000m"]],
    ["grpc-web/1.1", "grpc-timeout", ["60000m", "55000m", "45000m"]],
  ] as const)("say over %s what is left of the deadline", async (wire, name, expected) => {
    for (const call of [getBook, listBooks]) {
      const failures = [later(5_000), later(10_000)];
      const given = { wire, failures, callOptions: { timeoutMs: 60_000 }, call };
      expect(await headersOf(name, given)).toEqual(expected);
    }
  });

  it.each([
    ["connect/1.1", "connect-timeout-ms", ""],
    ["grpc/2", "grpc-timeout", "m"],
  ] as const)("say over %s how long an attempt may take", async (wire, name, unit) => {
    const options = { attemptTimeoutMs: 7_000, clock: new PausingClock((ms) => ms < 5_000) };
    const limit = `7000${unit}`;
    expect(await headersOf(name, { wire, options })).toEqual([limit, limit, limit]);
    const callOptions = { timeoutMs: 20_000 };
    expect(await headersOf(name, { wire, options, callOptions })).toEqual([limit, limit, limit]);
    const tight = { timeoutMs: 6_000 };
    expect((await headersOf(name, { wire, options, callOptions: tight }))[0]).toBe(`6000${unit}`);
    const client = (library: LibraryClient, given: CallOptions) =>
      library.importBooks((async function* () {})(), given);
    const importing = { ...options, idempotent: true };
    expect(await headersOf(name, { wire, options: importing, call: client })).toEqual(
      Array(3).fill(limit),
    );
  });

  it("do not limit a stream of answers to the time of an attempt", async () => {
    const options = { attemptTimeoutMs: 7_000, clock: new PausingClock((ms) => ms < 5_000) };
    const given = { options, call: listBooks, wire: "grpc/2" } as const;
    expect(await headersOf("grpc-timeout", given)).toEqual([null, null, null]);
    const callOptions = { timeoutMs: 20_000 };
    const limited = await headersOf("grpc-timeout", { ...given, callOptions });
    expect(limited).toEqual(Array(3).fill("20000m"));
  });

  it("have no deadline where nobody set one", async () => {
    const options = { totalTimeoutMs: 60_000, clock: new PausingClock((ms) => ms < 5_000) };
    expect(await headersOf("connect-timeout-ms", { options })).toEqual([null, null, null]);
  });

  describe("in a browser", () => {
    afterEach(() => {
      Reflect.deleteProperty(globalThis, "location");
    });

    it("count earlier attempts for the page's own server only, since others would refuse them", async () => {
      const client = [retryInterceptor({ clock: new FakeClock(), random: () => 0 })];
      const visit = (page: (baseUrl: string) => string) => {
        const { implementation, seen } = flakyLibrary({ failures: [unavailable] });
        const run = async ({ unary }: Calls, _: unknown, baseUrl: string) => {
          const value = { origin: page(baseUrl) };
          Object.defineProperty(globalThis, "location", { value, configurable: true });
          await unary();
          return seen.map(({ header }) => header.get("grpc-previous-rpc-attempts"));
        };
        return withLibrary("connect/1.1", implementation, run, { client });
      };
      expect(await visit((baseUrl) => baseUrl)).toEqual([null, "1"]);
      expect(await visit(() => "https://library.example")).toEqual([null, null]);
    });
  });
});

async function listBooks(client: LibraryClient, options: CallOptions): Promise<void> {
  for await (const _book of client.listBooks({}, options)) break;
}

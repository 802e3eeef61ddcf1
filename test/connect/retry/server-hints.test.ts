import { Code as ConnectCode, ConnectError } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import {
  clientInterceptor,
  type RetryInterceptorOptions,
  retryInterceptor,
  serverInterceptor,
  toConnectError,
} from "../../../src/entry/connect.js";
import { quotaFailure, RpcError, retryInfo } from "../../../src/entry/index.js";
import { attemptsOf, type RetryNotice } from "../../../src/entry/retry.js";
import { FakeClock } from "../../operation/fake-clock.js";
import { type Wire, withLibrary } from "../library-server.js";
import { flakyLibrary } from "./flaky-library.js";

const later = (delayMs: number) => () => {
  throw new RpcError("UNAVAILABLE", "the shelf is being moved", { details: [retryInfo(delayMs)] });
};

/** Gets a book of a library that fails so, and gives what happened. */
function getBook(wire: Wire, failures: (() => unknown)[], options: RetryInterceptorOptions) {
  const { implementation, seen } = flakyLibrary({ failures });
  const notices: RetryNotice[] = [];
  const onRetry = (notice: RetryNotice) => notices.push(notice);
  return withLibrary(
    wire,
    implementation,
    async (calls) => ({ ...(await calls.unary()), seen, notices }),
    {
      server: [serverInterceptor()],
      client: [retryInterceptor({ onRetry, ...options }), clientInterceptor()],
      timeoutMs: 20_000,
    },
  );
}

describe("retryInterceptor for Connect and what servers say", () => {
  it.concurrent.each(["connect/1.1", "grpc/2", "grpc-web/1.1"] as const)(
    "comes back 300 ms after each time that a server over %s says so",
    async (wire) => {
      const { messages, seen, notices } = await getBook(wire, [later(300), later(300)], {});
      expect(messages).toMatchObject([{ book: { id: "42" } }]);
      expect(seen).toHaveLength(3);
      for (const attempt of [1, 2]) {
        const after = (seen[attempt]?.at ?? 0) - (seen[attempt - 1]?.at ?? 0);
        // Timers count whole milliseconds.
        expect(after).toBeGreaterThan(299);
        const { pauseMs = 0, advice } = notices[attempt - 1] ?? {};
        expect(pauseMs).toBeGreaterThanOrEqual(300);
        expect(pauseMs).toBeLessThanOrEqual(450);
        expect(advice).toMatchObject({ delaySource: "retry-info", delayMs: 300 });
      }
    },
  );

  it.each(["grpc/2", "grpc-web/1.1", "connect/2"] as const)(
    "stops at once where grpc-retry-pushback-ms over %s is negative",
    async (wire) => {
      const metadata = { "grpc-retry-pushback-ms": "-1" };
      const implementation = flakyLibrary({
        failures: [
          () => {
            throw new ConnectError("busy", ConnectCode.Unavailable, metadata);
          },
        ],
      });
      await withLibrary(
        wire,
        implementation.implementation,
        async (calls) => {
          const { error } = await calls.unary();
          expect(error).toMatchObject({ code: ConnectCode.Unavailable, rawMessage: "busy" });
          expect(attemptsOf(error)).toMatchObject([{ attempt: 1, pauseMs: undefined }]);
          expect(attemptsOf(error)[0]?.stopReason).toContain("grpc-retry-pushback-ms");
          expect(implementation.seen).toHaveLength(1);
        },
        { client: [retryInterceptor(), clientInterceptor()] },
      );
    },
  );

  it("waits as long as grpc-retry-pushback-ms and Retry-After say", async () => {
    const clock = new FakeClock();
    const saying = (metadata: Record<string, string>) => () => {
      throw new ConnectError("busy", ConnectCode.Unavailable, metadata);
    };
    const { implementation, seen } = flakyLibrary({
      failures: [saying({ "grpc-retry-pushback-ms": "700" }), saying({ "retry-after": "2" })],
    });
    await withLibrary(
      "connect/1.1",
      implementation,
      async (calls) => {
        expect((await calls.unary()).messages).toHaveLength(1);
        expect(clock.pauses).toEqual([700, 2_000]);
        expect(seen).toHaveLength(3);
      },
      {
        client: [retryInterceptor({ clock, random: () => 0 }), clientInterceptor()],
        timeoutMs: 20_000,
      },
    );
  });

  it("stops at once at a quota of a day, and says so", async () => {
    const exhausted = () => {
      const violation = { subject: "project:1", description: "", quotaId: "BooksPerDayPerReader" };
      throw new RpcError("RESOURCE_EXHAUSTED", "too many books", {
        details: [quotaFailure([violation]), retryInfo(1)],
      });
    };
    const { error, seen } = await getBook("connect/1.1", [exhausted], {});
    expect(seen).toHaveLength(1);
    expect(attemptsOf(error).at(-1)?.advice).toMatchObject({ decision: "stop", scope: "day" });
    expect(attemptsOf(error).at(-1)?.stopReason).toContain("BooksPerDayPerReader");
  });

  it("stops where the delay outlives the deadline of the call", async () => {
    const { error, seen } = await getBook("grpc/2", [later(20_001)], {});
    expect(seen).toHaveLength(1);
    expect(RpcError.from(error).codeName).toBe("UNAVAILABLE");
    expect(attemptsOf(error)[0]?.stopReason).toContain("20001 ms");
  });

  it("throws the last error itself, with the history of all attempts", async () => {
    const clock = new FakeClock();
    const failures = [later(10), later(20), later(30)];
    const options = { clock, random: () => 0, maxAttempts: 3 };
    const { error, notices } = await getBook("grpc/2", failures, options);
    expect(error).toBeInstanceOf(ConnectError);
    const attempts = attemptsOf(error);
    expect(attempts.at(-1)?.error).toBe(error);
    expect(attempts.map(({ pauseMs }) => pauseMs)).toEqual([10, 20, undefined]);
    expect(attempts.at(-1)?.stopReason).toBe("3 attempts of at most 3");
    expect(attemptsOf(RpcError.from(error))).toBe(attempts);
    expect(notices.map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  it("reads what the server says without clientInterceptor as well", async () => {
    const clock = new FakeClock();
    const details = [retryInfo(1_500)];
    const { implementation } = flakyLibrary({
      failures: [
        () => {
          throw toConnectError(new RpcError("UNAVAILABLE", "busy", { details }));
        },
      ],
    });
    await withLibrary(
      "grpc/2",
      implementation,
      async (calls) => {
        expect((await calls.unary()).messages).toHaveLength(1);
        expect(clock.pauses).toEqual([1_500]);
      },
      { client: [retryInterceptor({ clock, random: () => 0 })] },
    );
  });
});

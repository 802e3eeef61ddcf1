import { Code as ConnectCode, createClient } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { LibraryService } from "../../../gen/example/library/v1/library_pb.js";
import {
  clientInterceptor,
  type RetryInterceptorOptions,
  retryInterceptor,
} from "../../../src/entry/connect.js";
import { attemptsOf, RetryThrottle } from "../../../src/entry/retry.js";
import { FakeClock } from "../../operation/fake-clock.js";
import { type KINDS, transportFor, withLibrary } from "../library-server.js";
import { flakyLibrary, unavailable } from "./flaky-library.js";

/** How many attempts a call makes whose first one fails. */
async function attemptsWith(
  options: RetryInterceptorOptions,
  kind: (typeof KINDS)[number],
): Promise<number> {
  const { implementation, seen } = flakyLibrary({ failures: [unavailable] });
  const retried = retryInterceptor({ clock: new FakeClock(), random: () => 0, ...options });
  const client = [retried, clientInterceptor()];
  await withLibrary("grpc/2", implementation, (calls) => calls[kind](), { client });
  return seen.length;
}

describe("which calls retryInterceptor for Connect repeats", () => {
  it.each<[string, RetryInterceptorOptions, readonly number[]]>([
    ["the definition says by itself", {}, [2, 1, 2, 1]],
    ["the definitions of services say", { idempotent: [LibraryService] }, [2, 1, 2, 1]],
    ["no service says", { idempotent: [] }, [1, 1, 1, 1]],
    ["the caller says of all", { idempotent: true }, [2, 2, 2, 2]],
    ["the caller says of none", { idempotent: false }, [1, 1, 1, 1]],
    [
      "the caller says by path",
      { idempotent: (path) => path === "/example.library.v1.LibraryService/ImportBooks" },
      [1, 2, 1, 1],
    ],
  ])("are those of which %s that they may happen twice", async (_, options, expected) => {
    const kinds = ["unary", "clientStream", "serverStream", "bidi"] as const;
    const counts: number[] = [];
    for (const kind of kinds) counts.push(await attemptsWith(options, kind));
    expect(counts).toEqual(expected);
  });

  it.each(["connect/1.1", "grpc/2"] as const)(
    "are all that never reached a server over %s",
    async (wire) => {
      // Nobody listens any more on a port that was free a moment ago.
      const baseUrl = await withLibrary(wire, {}, async (_calls, _client, url) => url);
      const clock = new FakeClock();
      const retried = retryInterceptor({ idempotent: false, clock, maxAttempts: 4 });
      const client = createClient(LibraryService, transportFor(wire, baseUrl, [retried]));
      const error = await client.getBook({}).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: ConnectCode.Unavailable });
      expect(attemptsOf(error)).toHaveLength(4);
      expect(clock.pauses).toHaveLength(3);
    },
  );
});

describe("the throttle of retryInterceptor for Connect", () => {
  /** The attempts of each of so many calls, over one interceptor, to a server that always fails. */
  async function attemptsOfCalls(options: RetryInterceptorOptions, targets: readonly number[]) {
    const clock = new FakeClock();
    const given = { idempotent: true, maxAttempts: 2, clock, random: () => 0, ...options };
    const retried = retryInterceptor(given);
    const counts: number[] = [];
    const failing = { getBook: unavailable };
    await withLibrary("grpc/2", failing, (_a, _b, first) =>
      withLibrary("grpc/2", failing, async (_c, _d, second) => {
        const clients = [first, second].map((baseUrl) =>
          createClient(LibraryService, transportFor("grpc/2", baseUrl, [retried])),
        );
        for (const target of targets) {
          const error = await clients[target]?.getBook({}).catch((thrown: unknown) => thrown);
          counts.push(attemptsOf(error).length);
        }
      }),
    );
    return counts;
  }

  it("stops retries to a target of which half of ten tokens are gone, and to no other", async () => {
    const counts = await attemptsOfCalls({}, [0, 0, 0, 0, 1]);
    // The fifth failure is the first of the third call.
    expect(counts).toEqual([2, 2, 1, 1, 2]);
  });

  it("is shared by all targets where one is given", async () => {
    const throttle = new RetryThrottle();
    expect(await attemptsOfCalls({ throttle }, [0, 1, 0, 1])).toEqual([2, 2, 1, 1]);
    expect(throttle.allowsRetry).toBe(false);
  });

  it("is none where it is false", async () => {
    expect(await attemptsOfCalls({ throttle: false }, [0, 0, 0, 0])).toEqual([2, 2, 2, 2]);
  });

  it("recovers by calls that succeed, streams to their end included", async () => {
    const throttle = new RetryThrottle({ maxTokens: 2, tokenRatio: 1 });
    throttle.countFailure();
    expect(throttle.allowsRetry).toBe(false);
    const { implementation } = flakyLibrary({ failures: [] });
    for (const kind of ["unary", "clientStream", "serverStream", "bidi"] as const) {
      const client = [retryInterceptor({ throttle })];
      await withLibrary("grpc/2", implementation, (calls) => calls[kind](), { client });
      expect(throttle.allowsRetry).toBe(true);
      throttle.countFailure();
    }
  });
});

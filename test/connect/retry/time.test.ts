import { Code as ConnectCode, createClient } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { LibraryService } from "../../../gen/example/library/v1/library_pb.js";
import { clientInterceptor, retryInterceptor } from "../../../src/entry/connect.js";
import { Code, RpcError } from "../../../src/entry/index.js";
import { attemptsOf, type RetryNotice } from "../../../src/entry/retry.js";
import { withSilentServer } from "../../fixtures/silent-server.js";
import { VirtualClock } from "../../retry/virtual-clock.js";
import { KINDS, type LibraryImpl, transportFor, withLibrary } from "../library-server.js";
import { callKind, type LibraryClient } from "./call-kind.js";
import { flakyLibrary, hang, unavailable } from "./flaky-library.js";
import { PausingClock } from "./pausing-clock.js";

describe("retryInterceptor for Connect and time", () => {
  it.each(KINDS)("repeats an idempotent %s call whose attempt takes too long", async (kind) => {
    const notices: RetryNotice[] = [];
    const { implementation, seen } = flakyLibrary({ failures: [hang] });
    const client = [
      retryInterceptor({
        idempotent: true,
        attemptTimeoutMs: 300,
        random: () => 0,
        onRetry: (notice) => notices.push(notice),
      }),
      clientInterceptor(),
    ];
    const run = (_: unknown, library: LibraryClient) => callKind(kind, library, {});
    const messages = await withLibrary("grpc/2", implementation, run, { client });
    expect(messages).not.toEqual([]);
    expect(seen).toHaveLength(2);
    expect(notices.map(({ error }) => error.code)).toEqual([Code.DEADLINE_EXCEEDED]);
  });

  it("repeats an attempt of which the server notices first that its time is over", async () => {
    let count = 0;
    const implementation: LibraryImpl = {
      async getBook(_request, { signal }) {
        if (++count > 1) return {};
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        throw signal.reason;
      },
    };
    // The client's own timers never end.
    const clock = { now: () => performance.now(), sleep: (ms: number) => (ms ? hang() : pause()) };
    const pause = () => Promise.resolve();
    const codes: string[] = [];
    const onRetry = ({ error }: RetryNotice) => codes.push(`${error.origin} ${error.codeName}`);
    const options = { attemptTimeoutMs: 50, clock, random: () => 0, onRetry };
    const client = [retryInterceptor(options), clientInterceptor()];
    const run = (_: unknown, library: LibraryClient) => library.getBook({});
    await withLibrary("connect/1.1", implementation, run, { client });
    expect(codes).toEqual(["server DEADLINE_EXCEEDED"]);
    expect(count).toBe(2);
  });

  it("does not repeat a call that may have been done when its attempt took too long", async () => {
    const { implementation, seen } = flakyLibrary({ failures: [hang] });
    const client = [retryInterceptor({ attemptTimeoutMs: 50 }), clientInterceptor()];
    const { error } = await withLibrary("connect/1.1", implementation, (c) => c.clientStream(), {
      client,
    });
    expect(error).toMatchObject({ code: ConnectCode.DeadlineExceeded });
    expect(RpcError.from(error).origin).toBe("local");
    expect(attemptsOf(error)).toHaveLength(1);
    expect(seen.length).toBeLessThanOrEqual(1);
  });

  it("does not limit a stream whose first message has arrived", async () => {
    const clock = new VirtualClock();
    const pending: number[] = [];
    const { implementation } = flakyLibrary({ failures: [] });
    const client = [retryInterceptor({ attemptTimeoutMs: 10, totalTimeoutMs: 10, clock })];
    await withLibrary(
      "grpc/2",
      implementation,
      async (_, library) => {
        for await (const _book of library.listBooks({})) pending.push(clock.pending);
      },
      { client },
    );
    expect(clock.sleeps).toEqual([10]);
    expect(pending).toEqual([0, 0]);
  });

  it("ends with the caller's deadline, during a pause as well, and tells the attempts", async () => {
    const { implementation, seen } = flakyLibrary({ failures: [unavailable] });
    // Its pauses never end.
    const clock = new PausingClock(() => false);
    const client = [retryInterceptor({ idempotent: true, clock }), clientInterceptor()];
    const { error } = await withLibrary("grpc/2", implementation, (calls) => calls.unary(), {
      client,
      timeoutMs: 400,
    });
    expect(error).toMatchObject({
      code: ConnectCode.DeadlineExceeded,
      rawMessage: "the operation timed out",
    });
    expect(seen).toHaveLength(1);
    expect(attemptsOf(error)).toMatchObject([{ error: { code: ConnectCode.Unavailable } }]);
  });

  it("ends an attempt at the caller's deadline without another", async () => {
    const { implementation, seen } = flakyLibrary({ failures: [hang, hang] });
    const client = [retryInterceptor({ idempotent: true }), clientInterceptor()];
    const { error } = await withLibrary("connect/2", implementation, (calls) => calls.unary(), {
      client,
      timeoutMs: 100,
    });
    expect(error).toMatchObject({ code: ConnectCode.DeadlineExceeded });
    expect(attemptsOf(error)).toHaveLength(1);
    expect(seen).toHaveLength(1);
  });

  it("ends with totalTimeoutMs, during an attempt and after a pause that took too long", async () => {
    await withSilentServer(async (port) => {
      const retried = retryInterceptor({ idempotent: true, totalTimeoutMs: 50 });
      const transport = transportFor("grpc/2", `http://127.0.0.1:${port}`, [retried]);
      const call = createClient(LibraryService, transport).getBook({});
      const error = await call.catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: ConnectCode.DeadlineExceeded });
      expect(attemptsOf(error)).toHaveLength(1);
      expect(attemptsOf(error)[0]?.stopReason).toMatch(/^DEADLINE_EXCEEDED is this caller's/);
    });
    // The first sleep is the time of the attempt.
    const clock = new PausingClock((_ms, index) => index > 0, 400);
    const { implementation, seen } = flakyLibrary({ failures: [unavailable] });
    const options = { idempotent: true, clock, random: () => 1, backoff: { initialMs: 900 } };
    await withLibrary(
      "grpc/2",
      implementation,
      async (_, library) => {
        const error = await library.getBook({}).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({
          code: ConnectCode.DeadlineExceeded,
          cause: { code: ConnectCode.Unavailable },
        });
        expect(attemptsOf(error)).toMatchObject([
          { pauseMs: undefined, stopReason: "no further attempt: the operation timed out" },
        ]);
        expect(seen).toHaveLength(1);
        expect(clock.pending).toBe(0);
      },
      { client: [retryInterceptor({ ...options, totalTimeoutMs: 800 })] },
    );
  });

  it("sets no timer for a call that succeeds, unless a limit asks for one", async () => {
    const { implementation } = flakyLibrary({ failures: [] });
    for (const [limits, sleeps] of [
      [{}, []],
      [{ attemptTimeoutMs: 60_000 }, [60_000]],
      [{ totalTimeoutMs: 70_000 }, [70_000]],
    ] as const) {
      const clock = new VirtualClock();
      const client = [retryInterceptor({ ...limits, clock })];
      await withLibrary("connect/1.1", implementation, (_, library) => library.getBook({}), {
        client,
      });
      expect(clock.sleeps).toEqual(sleeps);
      expect(clock.pending).toBe(0);
    }
  });
});

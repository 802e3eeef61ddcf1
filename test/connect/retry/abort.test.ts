import { setMaxListeners } from "node:events";
import type { ServerHttp2Stream } from "node:http2";
import {
  type CallOptions,
  Code as ConnectCode,
  ConnectError,
  createClient,
  type Interceptor,
} from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { LibraryService } from "../../../gen/example/library/v1/library_pb.js";
import {
  clientInterceptor,
  type RetryInterceptorOptions,
  retryInterceptor,
} from "../../../src/entry/connect.js";
import { attemptsOf, type RetryNotice } from "../../../src/entry/retry.js";
import { withHttp2Server } from "../../fixtures/http2-server.js";
import { abortListeners, timers } from "../../fixtures/left-behind.js";
import { VirtualClock } from "../../retry/virtual-clock.js";
import { KINDS, type LibraryImpl, transportFor, WIRES, withLibrary } from "../library-server.js";
import { callKind, type LibraryClient } from "./call-kind.js";
import { flakyLibrary, hang, unavailable } from "./flaky-library.js";

const unauthenticated = () => {
  throw new ConnectError("who are you?", ConnectCode.Unauthenticated);
};

/** Makes a call that its caller aborts, to a library that fails so. */
async function abortDuring(
  failures: (() => unknown)[],
  options: RetryInterceptorOptions,
  call: (client: LibraryClient, options: CallOptions) => Promise<unknown>,
  controller: AbortController,
) {
  const { implementation, seen } = flakyLibrary({ failures });
  const client = [retryInterceptor(options), clientInterceptor()];
  const run = (_: unknown, library: LibraryClient) =>
    call(library, { signal: controller.signal }).catch((error: unknown) => error);
  const error = await withLibrary("grpc/2", implementation, run, { client });
  expect(abortListeners(controller.signal)).toEqual([]);
  return { error, seen };
}

describe("retryInterceptor for Connect and a caller who aborts", () => {
  it.each([
    [undefined, ConnectCode.Canceled, "This operation was aborted"],
    [new Error("enough"), ConnectCode.Canceled, "enough"],
    [new ConnectError("mine", ConnectCode.Aborted), ConnectCode.Aborted, "mine"],
  ])(
    "ends an attempt at once, with what Connect itself says of %s",
    async (reason, code, rawMessage) => {
      for (const kind of KINDS) {
        const controller = new AbortController();
        const wait = () => {
          setImmediate(() => controller.abort(reason));
          return hang();
        };
        const { error, seen } = await abortDuring(
          [wait],
          { idempotent: true },
          async (client, options) => callKind(kind, client, options),
          controller,
        );
        expect(error).toMatchObject({ code, rawMessage });
        expect(seen).toHaveLength(1);
      }
    },
  );

  it("ends a pause at once", async () => {
    const clock = new VirtualClock();
    const controller = new AbortController();
    const onRetry = () => setImmediate(() => controller.abort());
    const { error, seen } = await abortDuring(
      [unavailable],
      { idempotent: true, clock, onRetry },
      (client, options) => client.getBook({}, options),
      controller,
    );
    expect(error).toMatchObject({ code: ConnectCode.Canceled });
    expect(seen).toHaveLength(1);
    expect(clock.sleeps).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it("ends the wait for credentials at once, and tells who gets them", async () => {
    const controller = new AbortController();
    const refreshCredentials = () => {
      setImmediate(() => controller.abort());
      return hang();
    };
    const { error, seen } = await abortDuring(
      [unauthenticated],
      { refreshCredentials },
      (client, options) => client.getBook({}, options),
      controller,
    );
    expect(error).toMatchObject({ code: ConnectCode.Canceled });
    expect(seen).toHaveLength(1);
  });

  it("does not tell of a retry that will not come", async () => {
    const controller = new AbortController();
    const notices: RetryNotice[] = [];
    const wait = () => {
      // A reason that would be worth another attempt, if a server had said so.
      setImmediate(() => controller.abort(new ConnectError("x", ConnectCode.Unavailable)));
      return hang();
    };
    const { seen } = await abortDuring(
      [wait],
      { idempotent: true, onRetry: (notice) => notices.push(notice) },
      (client, options) => client.getBook({}, options),
      controller,
    );
    expect(seen).toHaveLength(1);
    expect(notices).toEqual([]);
  });

  it.each([false, true])(
    "tells interceptors above, with the history (aborted already: %s)",
    async (early) => {
      const controller = new AbortController();
      const caught: unknown[] = [];
      const above: Interceptor = (next) => (request) =>
        next(request).catch((error: unknown) => {
          caught.push(error);
          throw error;
        });
      const abort = () => controller.abort(new Error("enough"));
      const wait = () => {
        setImmediate(abort);
        return hang();
      };
      if (early) abort();
      const { implementation } = flakyLibrary({ failures: [wait] });
      const run = (_: unknown, library: LibraryClient) =>
        library.getBook({}, { signal: controller.signal }).catch(() => {});
      const client = [above, retryInterceptor()];
      await withLibrary("grpc/2", implementation, run, { client });
      expect(caught).toMatchObject([{ code: ConnectCode.Canceled, rawMessage: "enough" }]);
      // Nothing was sent for a caller who had aborted before.
      expect(attemptsOf(caught[0])).toHaveLength(early ? 0 : 1);
    },
  );

  it("sends nothing for a signal that is aborted already", async () => {
    const controller = new AbortController();
    controller.abort();
    const { error, seen } = await abortDuring(
      [],
      { idempotent: true },
      (client, options) => client.getBook({}, options),
      controller,
    );
    expect(error).toMatchObject({ code: ConnectCode.Canceled });
    expect(seen).toEqual([]);
  });

  it.each(WIRES)("ends a stream over %s between its messages", async (wire) => {
    const controller = new AbortController();
    let serverSignal: AbortSignal | undefined;
    const implementation: LibraryImpl = {
      async *listBooks(_request, { signal }) {
        serverSignal = signal;
        yield { book: { id: "1" } };
        await hang();
      },
    };
    const messages: unknown[] = [];
    const client = [retryInterceptor({ idempotent: true }), clientInterceptor()];
    const error = await withLibrary(
      wire,
      implementation,
      async (_, library) => {
        try {
          for await (const message of library.listBooks({}, { signal: controller.signal })) {
            messages.push(message);
            setImmediate(() => controller.abort());
          }
          return undefined;
        } catch (thrown) {
          return thrown;
        } finally {
          if (serverSignal && !serverSignal.aborted)
            await new Promise((resolve) => serverSignal?.addEventListener("abort", resolve));
        }
      },
      { client },
    );
    expect(messages).toHaveLength(1);
    expect(error).toMatchObject({ code: ConnectCode.Canceled });
    expect(abortListeners(controller.signal)).toEqual([]);
  });

  it.each([
    ["during an attempt", () => {}],
    ["during a pause", refuse],
  ])("leaves no timer and no listener behind of 2,000 calls aborted %s", async (_, answer) => {
    const controller = new AbortController();
    const { signal } = controller;
    setMaxListeners(0, signal);
    const waiting = { count: 0 };
    const wait = () => {
      waiting.count++;
      // The last one ends them all.
      if (waiting.count === 2_000) setImmediate(() => controller.abort());
    };
    const onStream = (stream: ServerHttp2Stream) => {
      answer(stream);
      if (answer !== refuse) wait();
    };
    await withHttp2Server(onStream, async (port) => {
      const retried = retryInterceptor({
        idempotent: true,
        attemptTimeoutMs: 60_000,
        throttle: false,
        backoff: { initialMs: 60_000 },
        random: () => 1,
        onRetry: wait,
      });
      const transport = transportFor("grpc/2", `http://127.0.0.1:${port}`, [retried]);
      const client = createClient(LibraryService, transport);
      const before = timers();
      const codes = await Promise.all(
        Array.from({ length: 2_000 }, () =>
          client.getBook({}, { signal }).catch(({ code }: ConnectError) => code),
        ),
      );
      expect(new Set(codes)).toEqual(new Set([ConnectCode.Canceled]));
      expect(abortListeners(signal)).toEqual([]);
      // The connection has one of its own.
      expect(timers()).toBeLessThanOrEqual(before + 1);
    });
  });
});

function refuse(stream: ServerHttp2Stream): void {
  const headers = { ":status": 200, "content-type": "application/grpc", "grpc-status": "14" };
  stream.respond(headers, { endStream: true });
}

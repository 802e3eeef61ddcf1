import { Code as ConnectCode, type HandlerContext } from "@connectrpc/connect";
import { describe, expect, it, vi } from "vitest";
import { expectNoEscapes } from "../../fixtures/escapes.js";
import { FAILURES, SECRET } from "../../fixtures/failures.js";
import type { Protocol } from "../../fixtures/real-connect-error.js";
import { kindsOn, type LibraryImpl, WIRES } from "../library-server.js";
import { expectUsable } from "./expect-answer.js";
import { withRecordedLibrary } from "./recorded-library.js";
import { upstreamFailures } from "./upstream-error.js";

/** Most is over in a few turns of the event loop. */
const soon = { interval: 2 };

const cases = WIRES.flatMap((wire) => {
  const failures = { ...FAILURES, ...upstreamFailures(wire.split("/")[0] as Protocol) };
  return Object.entries(failures).map(([failureName, failure]) => ({ wire, failureName, failure }));
});

/** Handlers that throw once their client has gone, streams after a message. */
function throwingLate(thrown: unknown, onStart: () => void, onThrow: () => void): LibraryImpl {
  const fail = async ({ signal }: HandlerContext): Promise<never> => {
    const cancelled = new Promise((resolve) => signal.addEventListener("abort", resolve));
    onStart();
    if (!signal.aborted) await cancelled;
    onThrow();
    throw thrown;
  };
  async function* stream(context: HandlerContext) {
    yield {};
    await fail(context);
  }
  return {
    getBook: (_request, context) => fail(context),
    importBooks: (_requests, context) => fail(context),
    listBooks: (_request, context) => stream(context),
    reserveBooks: (_requests, context) => stream(context),
  };
}

expectNoEscapes();

describe("serverInterceptor", () => {
  it.each(cases)(
    "survives $failureName over $wire when the client has gone",
    async ({ wire, failure }) => {
      const kinds = kindsOn(wire);
      const thrown = await failure.make();
      let started = 0;
      let threw = 0;
      const implementation = throwingLate(
        thrown,
        () => started++,
        () => threw++,
      );
      await withRecordedLibrary({ wire, implementation }, async (library) => {
        const client = new AbortController();
        const calls = kinds.map((kind) => library.call(kind, client.signal));
        await vi.waitFor(() => expect(started).toBe(kinds.length), soon);
        client.abort();
        for (const call of calls)
          expect(await call).toMatchObject({ error: { code: ConnectCode.Canceled } });
        await vi.waitFor(() => expect(threw).toBe(kinds.length), soon);
        if (failure.hidden)
          await vi.waitFor(() => {
            expect(library.reports.filter(({ error }) => isOf(error, thrown))).toHaveLength(
              kinds.length,
            );
          }, soon);
        await expectUsable(library, wire);
      });
    },
  );

  it("answers deadline_exceeded where a handler fails when its deadline is over", async () => {
    const thrown = new Error(SECRET);
    const implementation: LibraryImpl = {
      getBook: (_request, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(thrown));
        }),
    };
    const options = { wire: "connect/1.1", implementation } as const;
    await withRecordedLibrary(options, async (library) => {
      // A client of Connect would not wait for what the server says.
      const response = await fetch(`${library.baseUrl}/example.library.v1.LibraryService/GetBook`, {
        method: "POST",
        headers: { "content-type": "application/json", "connect-timeout-ms": "20" },
        body: "{}",
      });
      expect(await response.json()).toMatchObject({ code: "deadline_exceeded" });
      expect(response.headers.get("x-request-id")).toMatch(/^[\da-f-]{36}$/);
      expect(library.reports.map(({ error }) => error === thrown)).toEqual([true]);
      await expectUsable(library, options.wire);
    });
  });
});

/** Whether a report is of what was thrown, or of a warning about it. */
function isOf(reported: unknown, thrown: unknown): boolean {
  if (reported === thrown) return true;
  return reported instanceof Error && reported.cause === thrown;
}

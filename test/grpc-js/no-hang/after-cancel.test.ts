import { setTimeout as sleep } from "node:timers/promises";
import { status } from "@grpc/grpc-js";
import { describe, expect, it, vi } from "vitest";
import { expectNoEscapes } from "../../fixtures/escapes.js";
import { FAILURES } from "../../fixtures/failures.js";
import { KINDS } from "../library-server.js";
import { expectUsable } from "./expect-answer.js";
import { UPSTREAM_FAILURES } from "./upstream-error.js";
import {
  type Handler,
  isCalledBack,
  type Kind,
  kindsThatFail,
  LATER_MS,
  WAYS,
  writeOne,
} from "./ways.js";
import { BOTH_WAYS, type Guarded, handlersFor, withGuarded } from "./with-guarded.js";

const failures = Object.entries({ ...FAILURES, ...UPSTREAM_FAILURES });

/** Runs `handler` once the client is gone: in a listener, or in the handler's promise. */
const WHEN_CANCELLED: Readonly<Record<string, (handler: Handler, onStart: () => void) => Handler>> =
  {
    "a listener": (handler, onStart) => (call, callback) => {
      call.on("cancelled", () => handler(call, callback));
      onStart();
    },
    "its promise": (handler, onStart) => async (call, callback) => {
      const cancelled = new Promise((resolve) => call.once("cancelled", resolve));
      onStart();
      await cancelled;
      await handler(call, callback);
    },
  };

const placed = Object.entries(WAYS)
  // All of these are late, and none is written to any more.
  .filter(
    ([wayName]) => wayName === "a late destroy with an error" || !/late|message/.test(wayName),
  )
  .flatMap(([wayName, way]) =>
    failures.flatMap(([failureName, failure]) =>
      Object.entries(WHEN_CANCELLED).map(([place, when]) => ({
        wayName,
        failureName,
        failure,
        place,
        when,
        handler: way.handler,
        kinds: kindsThatFail(wayName, way, failureName),
      })),
    ),
  )
  .filter(({ kinds }) => kinds.length > 0);

const cases = placed.filter(({ wayName }) => !wayName.includes("destroy"));
const destroyed = placed.filter(({ wayName }) => wayName.includes("destroy"));

/** Most is over in a few turns of the event loop. */
const soon = { interval: 2 };

/** Starts a call of each kind whose handler acts once its client has gone, and waits for that. */
async function cancelled(guarded: Guarded, kinds: readonly Kind[], hasStarted: () => boolean) {
  const calls = kinds.map((kind) => guarded.start(kind));
  await vi.waitFor(() => expect(hasStarted()).toBe(true), soon);
  for (const { cancel } of calls) cancel();
  for (const { answer } of calls)
    expect(await answer).toMatchObject({ error: { code: status.CANCELLED } });
}

expectNoEscapes();

describe.each(BOTH_WAYS)("$name", ({ interceptors }) => {
  it.each(cases)(
    "warns of $failureName after $wayName in $place when the client has gone",
    async ({ failure, handler, kinds, when }) => {
      const thrown = await failure.make();
      let started = 0;
      const late = when(handler(thrown), () => started++);
      await withGuarded({ handlers: handlersFor(kinds, late), interceptors }, async (guarded) => {
        await cancelled(guarded, kinds, () => started === kinds.length);
        for (const kind of kinds) {
          await vi.waitFor(() => expect(guarded.of(kind), kind).not.toEqual([]), soon);
          const reported = guarded.of(kind).map(({ error, context }) => ({
            isOfLate: (error as Error).cause === thrown,
            warning: context.warning,
            sent: context.sent,
          }));
          const warning = "answered-after-cancel";
          expect(reported, kind).toEqual([{ isOfLate: true, warning, sent: undefined }]);
        }
        await expectUsable(guarded);
      });
    },
  );

  // Node ignores an error for a stream that is destroyed already: there may be nothing to warn of.
  it.each(destroyed)(
    "survives $failureName after $wayName in $place when the client has gone",
    async ({ failure, handler, when }) => {
      const thrown = await failure.make();
      let started = 0;
      const late = when(handler(thrown), () => started++);
      await withGuarded({ handlers: handlersFor(KINDS, late), interceptors }, async (guarded) => {
        await cancelled(guarded, KINDS, () => started === KINDS.length);
        await sleep(2 * LATER_MS);
        for (const kind of KINDS)
          for (const { error, context } of guarded.of(kind)) {
            expect((error as Error).cause === thrown, kind).toBe(true);
            expect(context).toMatchObject({ warning: "answered-after-cancel", sent: undefined });
          }
        await expectUsable(guarded);
      });
    },
  );

  const two = failures.filter(([name]) => ["a plain Error", "an RpcError"].includes(name));

  it.each(two)("survives %s when the deadline is over", async (_name, failure) => {
    const thrown = failure.make();
    let failed = 0;
    const handlers = handlersFor(KINDS, async (call, _callback) => {
      await new Promise((resolve) => call.once("cancelled", resolve));
      failed++;
      throw thrown;
    });
    await withGuarded({ handlers, interceptors }, async (guarded) => {
      // Once there is a connection, a call comes in long before its deadline.
      await guarded.later();
      const calls = KINDS.map((kind) => guarded.start(kind, 200));
      for (const { answer } of calls)
        expect(await answer).toMatchObject({ error: { code: status.DEADLINE_EXCEEDED } });
      await vi.waitFor(() => expect(failed).toBe(KINDS.length), soon);
      await expectUsable(guarded);
      for (const kind of KINDS)
        for (const { context } of guarded.of(kind)) expect(context.sent).toBeUndefined();
    });
  });

  it("survives handlers that succeed when the client has gone", async () => {
    let started = 0;
    let answered = 0;
    const late = Object.fromEntries(
      KINDS.map((kind): [Kind, Handler] => [
        kind,
        async (call, callback) => {
          const cancelled = new Promise((resolve) => call.once("cancelled", resolve));
          started++;
          await cancelled;
          // Streams of requests have ended: there is nothing to wait for.
          if (isCalledBack(kind)) callback(null, {});
          else writeOne(call);
          answered++;
        },
      ]),
    );
    await withGuarded({ handlers: late, interceptors }, async (guarded) => {
      await cancelled(guarded, KINDS, () => started === KINDS.length);
      await vi.waitFor(() => expect(answered).toBe(KINDS.length), soon);
      await expectUsable(guarded);
      // Whatever is said of it is no failure that a client was told of.
      for (const kind of KINDS)
        for (const { context } of guarded.of(kind)) expect(context.sent).toBeUndefined();
    });
  });
});

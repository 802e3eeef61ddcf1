import { describe, expect, it, vi } from "vitest";
import { expectNoEscapes } from "../../fixtures/escapes.js";
import { FAILURES, SECRET } from "../../fixtures/failures.js";
import { FAILS_FIRST, SUCCEEDS_FIRST } from "./double-answers.js";
import { expectAnswer, expectUsable } from "./expect-answer.js";
import type { Report } from "./reports.js";
import { UPSTREAM_FAILURES } from "./upstream-error.js";
import { kindsThatFail, type Way } from "./ways.js";
import { BOTH_WAYS, handlersFor, withGuarded } from "./with-guarded.js";

const failures = Object.entries({ ...FAILURES, ...UPSTREAM_FAILURES });

function casesOf<W extends Pick<Way, "kinds">>(ways: Readonly<Record<string, W>>) {
  return Object.entries(ways)
    .flatMap(([wayName, way]) =>
      failures.map(([failureName, failure]) => ({
        wayName,
        failureName,
        failure,
        way,
        kinds: kindsThatFail(wayName, way, failureName),
      })),
    )
    .filter(({ kinds }) => kinds.length > 0);
}

/** Whether a report says that this came too late. */
function warnsOf(late: unknown) {
  return ({ error, context }: Report) =>
    context.warning === "answered-twice" &&
    context.sent === undefined &&
    (late === undefined || (error as Error).cause === late);
}

/** Most is over in a few turns of the event loop. */
const soon = { interval: 2 };

expectNoEscapes();

describe.each(BOTH_WAYS)("$name", ({ interceptors }) => {
  it.each(casesOf(FAILS_FIRST))(
    "lets $failureName stand and warns of what follows in $wayName",
    async ({ failure, way, kinds }) => {
      const thrown = await failure.make();
      const late = new Error(`too late: ${SECRET}`);
      const handlers = handlersFor(kinds, way.handler(thrown, late));
      await withGuarded({ handlers, interceptors }, async (guarded) => {
        const calls = kinds.map((kind) => ({ kind, answer: guarded.start(kind).answer }));
        for (const { kind, answer } of calls) {
          expectAnswer(await answer, failure);
          const isWarning = warnsOf(way.isLate === false ? undefined : late);
          await vi.waitFor(
            () => expect(guarded.of(kind).filter(isWarning), kind).toHaveLength(1),
            soon,
          );
          const others = guarded.of(kind).filter((report) => !isWarning(report));
          expect(others.map(({ error }) => error === thrown)).toEqual(failure.hidden ? [true] : []);
        }
        await expectUsable(guarded);
      });
    },
  );

  it.each(casesOf(SUCCEEDS_FIRST))(
    "lets the success stand and warns of $failureName in $wayName",
    async ({ failure, way, kinds }) => {
      const thrown = await failure.make();
      const handlers = handlersFor(kinds, way.handler(thrown));
      await withGuarded({ handlers, interceptors }, async (guarded) => {
        const calls = kinds.map((kind) => ({ kind, answer: guarded.start(kind).answer }));
        for (const { kind, answer } of calls) {
          expect(await answer).not.toHaveProperty("error");
          await vi.waitFor(() => expect(guarded.of(kind).length, kind).toBeGreaterThan(0), soon);
          expect(guarded.of(kind).map(warnsOf(thrown)), kind).toEqual([true]);
        }
        await expectUsable(guarded);
      });
    },
  );
});

import { describe, expect, it } from "vitest";
import { expectNoEscapes } from "../fixtures/escapes.js";
import { FAILURES } from "../fixtures/failures.js";
import { expectAnswer, expectUsable } from "./no-hang/expect-answer.js";
import { UPSTREAM_FAILURES } from "./no-hang/upstream-error.js";
import { kindsThatFail, WAYS } from "./no-hang/ways.js";
import { BOTH_WAYS, handlersFor, withGuarded } from "./no-hang/with-guarded.js";

const failures = Object.entries({ ...FAILURES, ...UPSTREAM_FAILURES });

const cases = Object.entries(WAYS)
  .flatMap(([wayName, way]) =>
    failures.map(([failureName, failure]) => ({
      wayName,
      failureName,
      failure,
      handler: way.handler,
      kinds: kindsThatFail(wayName, way, failureName),
    })),
  )
  .filter(({ kinds }) => kinds.length > 0);

expectNoEscapes();

describe.each(BOTH_WAYS)("$name", ({ interceptors }) => {
  it.each(cases)("answers $failureName after $wayName", async ({ failure, handler, kinds }) => {
    const thrown = await failure.make();
    const handlers = handlersFor(kinds, handler(thrown));
    await withGuarded({ handlers, interceptors }, async (guarded) => {
      const calls = kinds.map((kind) => ({ kind, answer: guarded.start(kind).answer }));
      for (const { kind, answer } of calls) {
        const { requestIds } = expectAnswer(await answer, failure);
        const reported = guarded.of(kind).map(({ error, context }) => ({
          isOriginal: error === thrown,
          requestId: context.requestId,
          warning: context.warning,
        }));
        const original = { isOriginal: true, requestId: requestIds[0], warning: undefined };
        expect(reported, kind).toEqual(failure.hidden ? [original] : []);
      }
      await expectUsable(guarded);
    });
  });
});

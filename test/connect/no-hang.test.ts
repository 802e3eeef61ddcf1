import { describe, expect, it } from "vitest";
import { expectNoEscapes } from "../fixtures/escapes.js";
import { FAILURES } from "../fixtures/failures.js";
import { HOSTILE_VALUES } from "../fixtures/hostile-values.js";
import type { Protocol } from "../fixtures/real-connect-error.js";
import { kindsOn, WIRES } from "./library-server.js";
import { expectAnswer, expectUsable } from "./no-hang/expect-answer.js";
import { withRecordedLibrary } from "./no-hang/recorded-library.js";
import { upstreamFailures } from "./no-hang/upstream-error.js";
import { WAYS } from "./no-hang/ways.js";

const placed = WIRES.flatMap((wire) =>
  Object.entries(WAYS)
    .map(([wayName, { kinds, implementation }]) => ({
      wire,
      wayName,
      implementation,
      kinds: kindsOn(wire).filter((kind) => kinds.includes(kind)),
    }))
    .filter(({ kinds }) => kinds.length > 0),
);

const cases = placed.flatMap((each) => {
  const protocol = each.wire.split("/")[0] as Protocol;
  const failures = { ...FAILURES, ...upstreamFailures(protocol) };
  return Object.entries(failures).map(([failureName, failure]) => ({
    ...each,
    failureName,
    failure,
  }));
});

const hostile = placed
  .filter(({ wayName }) => ["a rejection", "a throw after a message"].includes(wayName))
  .flatMap((each) =>
    Object.entries(HOSTILE_VALUES).map(([name, make]) => ({ ...each, name, make })),
  );

expectNoEscapes();

describe("serverInterceptor", () => {
  it.each(cases)(
    "answers $failureName over $wire after $wayName",
    async ({ wire, implementation, kinds, failure }) => {
      const thrown = await failure.make();
      const options = { wire, implementation: implementation(thrown) };
      await withRecordedLibrary(options, async (library) => {
        const answers = await Promise.all(kinds.map((kind) => library.call(kind)));
        const ids = answers.map((answer) => expectAnswer(answer, failure).requestIds[0]);
        const reported = library.reports.map(({ error, context }) => ({
          isOriginal: error === thrown,
          id: context.requestId,
        }));
        const originals = ids.map((id) => ({ isOriginal: true, id }));
        expect(new Set(reported)).toEqual(new Set(failure.hidden ? originals : []));
        await expectUsable(library, wire);
      });
    },
  );

  it.each(hostile)(
    "answers $name over $wire after $wayName",
    async ({ wire, implementation, kinds, make }) => {
      const thrown = make();
      const options = { wire, implementation: implementation(thrown) };
      await withRecordedLibrary(options, async (library) => {
        const answers = await Promise.all(kinds.map((kind) => library.call(kind)));
        for (const answer of answers) {
          expect(answer).toHaveProperty("error.code", 13);
        }
        expect(library.reports.filter(({ error }) => error === thrown)).toHaveLength(kinds.length);
        await expectUsable(library, wire);
      });
    },
  );
});

import { endOf, endOfLoop, type WaitingWorld } from "./waiting-world.js";
import {
  ABORTED,
  abortBefore,
  abortInHang,
  abortInPause,
  BROKEN,
  boom,
  DONE,
  FAILING,
  NOT_FETCHED,
  refuse,
  TIMED_OUT,
  unauthenticated,
  type WayToEnd,
} from "./way-to-end.js";

/** Longer than any waiting here. */
const LONG_PAUSES = { initialMs: 800_000, maxMs: 800_000 };

/** Begins a loop that is left when a pause begins, or something that never ends. */
function leftIn(moment: "onPause" | "onHang", world: WaitingWorld): AsyncIterator<unknown> {
  const steps = world.watch(moment === "onPause" ? { get: world.answers({}) } : {});
  world[moment] = () => world.leaveSoon(steps);
  return steps;
}

/** Every way in which `watchOperation` can end, by what ends it. */
export const WAYS_OF_WATCHING: Readonly<Record<string, WayToEnd>> = {
  success: { ends: "over", run: (w) => endOfLoop(w.watch({ get: w.answers({}, FAILING, DONE) })) },
  "success at first sight": {
    ends: "over",
    run: (w) => endOfLoop(w.watch({}, w.operation(DONE))),
  },
  "a failure": { ends: "over", run: (w) => endOfLoop(w.watch({ get: w.answers({}, BROKEN) })) },
  "the beginning of a rollback": {
    ends: "over",
    run: (w) => endOfLoop(w.watch({ failFast: true, get: w.answers(FAILING) })),
  },
  "a get that throws": { ends: NOT_FETCHED, run: (w) => endOfLoop(w.watch({ get: boom })) },
  "a refreshCredentials that rejects": {
    ends: NOT_FETCHED,
    run: (w) => endOfLoop(w.watch({ get: unauthenticated, refreshCredentials: refuse })),
  },
  "the end of its time in a pause": {
    ends: TIMED_OUT,
    run: (w) => endOfLoop(w.watch({ timeoutMs: 15, backoff: LONG_PAUSES, get: w.answers({}) })),
  },
  "the end of its time in a poll": {
    ends: TIMED_OUT,
    run: (w) => endOfLoop(w.watch({ timeoutMs: 15 })),
  },
  "an abort in a pause": {
    ends: ABORTED,
    run: (w) => endOfLoop(abortInPause(w).watch({ get: w.answers({}) })),
  },
  "an abort in a poll": { ends: ABORTED, run: (w) => endOfLoop(abortInHang(w).watch({})) },
  "an abort in a refresh": {
    ends: ABORTED,
    run: (w) =>
      endOfLoop(abortInHang(w).watch({ get: unauthenticated, refreshCredentials: w.hang })),
  },
  "an abort before": {
    ends: ABORTED,
    run: (w) => endOfLoop(abortBefore(w).watch({ get: w.answers(DONE) })),
  },
  "an abort between two steps": {
    ends: ABORTED,
    async run(w) {
      const steps = w.watch({ get: w.answers({}) });
      await steps.next();
      return endOfLoop(abortBefore(w) && steps);
    },
  },
  "an abort, and a cancel that never answers": {
    ends: ABORTED,
    run: (w) => endOfLoop(abortInHang(w).watch({ cancelOnAbort: true, cancel: w.hang })),
    isSlow: true,
  },

  "a break out of the loop": {
    ends: "over",
    async run(w) {
      const steps = w.watch({ get: w.answers({}) });
      for await (const _ of { [Symbol.asyncIterator]: () => steps }) break;
      return endOfLoop(steps);
    },
  },
  "an exception in the loop": {
    ends: "RangeError",
    run(w) {
      const steps = w.watch({ get: w.answers({}) });
      const run = async () => {
        for await (const _ of { [Symbol.asyncIterator]: () => steps }) boom();
      };
      return endOf(run());
    },
  },
  "leaving in a pause": { ends: "over", run: (w) => endOfLoop(leftIn("onPause", w)) },
  "leaving in a poll that never answers": {
    ends: "over",
    run: (w) => endOfLoop(leftIn("onHang", w)),
  },
  "leaving by throw": {
    ends: "RangeError",
    async run(w) {
      const steps = w.watch({ get: w.answers({}) });
      await steps.next();
      return endOf(Promise.resolve(steps.throw?.(new RangeError("boom"))));
    },
  },
  "leaving before the first step": {
    ends: "over",
    async run(w) {
      const steps = w.watch({}, w.operation());
      await Promise.all([steps.return?.(), steps.return?.()]);
      return endOfLoop(steps);
    },
  },
  "two steps at once": {
    ends: "over",
    async run(w) {
      const steps = w.watch({ get: w.answers({}, DONE) });
      const [first, second] = await Promise.all([steps.next(), steps.next()]);
      return first.done || second.done ? "over too soon" : endOfLoop(steps);
    },
  },
  "two steps at once, the first of which fails": {
    ends: NOT_FETCHED,
    async run(w) {
      const steps = w.watch({ get: boom });
      const [first, second] = await Promise.all([endOf(steps.next()), steps.next()]);
      return second.done ? first : "goes on";
    },
  },
  "two steps at once, which are left": {
    ends: "over",
    async run(w) {
      const steps = leftIn("onHang", w);
      const both = await Promise.all([steps.next(), steps.next()]);
      return both.every(({ done }) => done) ? "over" : "goes on";
    },
  },
  "nobody's asking for more": {
    ends: "running",
    async run(w) {
      const { value } = await w.watch({ get: w.answers({}) }).next();
      return String((value as { readonly state: unknown }).state);
    },
  },
};

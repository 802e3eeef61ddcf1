import type { Step } from "./step.js";

/** What the polls of an operation meet, one after the other; the last step stays. */
export type Plan = readonly [Step, ...Step[]];

const unknown: Step = { kind: "unknown" };
const crash: Step = { kind: "crash" };
const running: Step = { kind: "running" };
const failing: Step = { kind: "failing" };
const failed: Step = { kind: "failed" };
const succeeded: Step = { kind: "succeeded" };

/** All that may happen on the way to a failure. */
const stormy: Plan = [
  unknown,
  unknown,
  { kind: "running", pollIntervalS: 1 },
  { kind: "throttled", retryMs: 300 },
  running,
  crash,
  failing,
  failing,
  failed,
];

/** Shelves by how many copies they are to hold: the first row that they exceed. */
const SHELVES: readonly { readonly above: number; readonly plan: Plan }[] = [
  { above: 4_000, plan: stormy },
  { above: 1_000, plan: [unknown, running, failing, failing, failed] },
  { above: 0, plan: [unknown, running, running, succeeded] },
];

/** How building a shelf goes. One for no copies is never ready, until somebody cancels it. */
export function shelfPlan(capacity: number): Plan {
  return SHELVES.find(({ above }) => capacity > above)?.plan ?? [running];
}

/** How archiving goes: book by book. */
export function archivePlan(total: number): Plan {
  const steps = Array.from(
    { length: total },
    (_, index): Step => ({ kind: "running", count: index + 1 }),
  );
  const [first = succeeded, ...rest] = [...steps.slice(0, -1), { ...succeeded, count: total }];
  return [first, ...rest];
}

/** How an operation goes that somebody cancels: it takes one more poll to stop. */
export const CANCELLED: Plan = [running, { kind: "cancelled" }];

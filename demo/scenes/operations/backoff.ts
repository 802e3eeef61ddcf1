/** Shorter pauses than the usual ones, from a second on: operations of the demo take a step with every poll. */
export const BACKOFF = { initialMs: 40, maxMs: 80 };

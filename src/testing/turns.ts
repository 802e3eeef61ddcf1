// Taken while this file is loaded: fake timers of a test framework, set up later, would stop them.
const { setTimeout: later } = globalThis;
const soon = (globalThis as { setImmediate?: (go: () => void) => unknown }).setImmediate;

/** How many turns of the event loop answers from memory may take, a `Response` that is read in pieces included. */
const TURNS = 20;

/** Resolves when all that can go on without time passing has gone on. */
export async function settleTurns(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) {
    await new Promise<void>((resolve) => {
      if (soon) soon(resolve);
      else later(resolve, 0);
    });
  }
}

/** Resolves after a millisecond of real time. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    later(resolve, 1);
  });
}

import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../src/retry/clock.js";
import { abortListeners, countKept, timers, unhandledDuring } from "../fixtures/left-behind.js";
import { FakeClock } from "./fake-clock.js";
import { WaitingWorld } from "./waiting-world.js";
import type { WayToEnd } from "./way-to-end.js";
import { WAYS_OF_WAITING } from "./ways-of-waiting.js";
import { WAYS_OF_WATCHING } from "./ways-of-watching.js";

/** How often each way is gone: the engine itself may hold what it had to do with last. */
const TIMES = 10;

/** Goes a way to its end. */
async function go({ run, ends }: WayToEnd, world: WaitingWorld): Promise<void> {
  expect(await run(world)).toBe(ends);
  expect(abortListeners(world.controller.signal)).toEqual([]);
}

describe.each([
  ["waitForOperation", Object.entries(WAYS_OF_WAITING)],
  ["watchOperation", Object.entries(WAYS_OF_WATCHING)],
] as const)("%s that is ended", (_, ways) => {
  it.each(ways.filter(([, { isSlow }]) => !isSlow))(
    "by %s leaves no timer and no listener",
    async (_title, way) => {
      const before = timers();
      await go(way, new WaitingWorld(systemClock));
      expect(timers()).toBeLessThanOrEqual(before);
    },
  );

  it.each(ways)("by %s does not mind what comes later", async (_title, way) => {
    const clock = new FakeClock();
    const world = new WaitingWorld(clock);
    const unhandled = await unhandledDuring(async () => {
      await go(way, world);
      expect(clock.pending).toBe(0);
      world.rejectAll();
      world.controller.abort("late");
      await turn();
    });
    expect(unhandled).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it.each(ways)("by %s holds neither options nor snapshots", async (_title, way) => {
    const worlds = Array.from({ length: TIMES }, () => new WaitingWorld(new FakeClock()));
    for (const world of worlds) await go(way, world);
    const transient = worlds.flatMap((world) => world.transient);
    expect(transient.length).toBeGreaterThanOrEqual(TIMES);
    expect(await countKept(transient)).toBeLessThanOrEqual(transient.length / TIMES);
    // Until here they held what has never answered.
    expect(worlds).toHaveLength(TIMES);
  });
});

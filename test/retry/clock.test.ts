import { setMaxListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../src/retry/clock.js";

const never = new AbortController().signal;
setMaxListeners(0, never);

describe("systemClock", () => {
  it("tells the time in milliseconds since 1970, and never goes back", () => {
    const first = systemClock.now();
    expect(Math.abs(first - Date.now())).toBeLessThan(60_000);
    expect(systemClock.now()).toBeGreaterThanOrEqual(first);
  });

  it("never wakes anybody too early", async () => {
    await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        const before = systemClock.now();
        await systemClock.sleep(i / 3, never);
        expect(systemClock.now() - before).toBeGreaterThanOrEqual(i / 3);
      }),
    );
  });

  it("ends a sleep with the reason of its signal, longer ones than timers can keep as well", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const sleeping = systemClock.sleep(2 ** 40, controller.signal);
    controller.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
    await expect(systemClock.sleep(0, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

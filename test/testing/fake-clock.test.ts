import { describe, expect, it, vi } from "vitest";
import { RpcError, retryInfo } from "../../src/entry/index.js";
import { restOperations, waitForOperation } from "../../src/entry/operation.js";
import { retry } from "../../src/entry/retry.js";
import { fakeClock } from "../../src/entry/testing.js";
import "../../examples/testing/setup.js";

const { signal } = new AbortController();

describe("fakeClock", () => {
  it("stands still until it is moved", async () => {
    const clock = fakeClock({ now: 1_000 });
    const woken: string[] = [];
    const sleep = (name: string, ms: number) =>
      clock.sleep(ms, signal).then(() => woken.push(`${name} ${clock.now()}`));
    const [one, two] = [sleep("late", 300), sleep("early", 100)];
    await clock.advance(99);
    expect([clock.now(), clock.pending, woken]).toEqual([1_099, 2, []]);
    await clock.advance(1_000);
    expect([clock.now(), clock.pending]).toEqual([2_099, 0]);
    expect(woken).toEqual(["early 1100", "late 1300"]);
    expect(clock.sleeps).toEqual([300, 100]);
    await Promise.all([one, two]);
  });

  it("wakes those who go to sleep again on the way", async () => {
    const clock = fakeClock({ now: 0 });
    const hours: number[] = [];
    const tick = async () => {
      for (let tick = 0; tick < 3; tick++) {
        await clock.sleep(10, signal);
        hours.push(clock.now());
      }
    };
    const ticking = tick();
    await clock.advance(25);
    expect(hours).toEqual([10, 20]);
    await clock.until(ticking);
    expect(hours).toEqual([10, 20, 30]);
  });

  it("begins at a date that is always the same", () => {
    expect(new Date(fakeClock().now()).toISOString()).toBe("2026-01-01T00:00:00.000Z");
  });

  it("lets a retry wait without waiting", async () => {
    const clock = fakeClock();
    const details = [retryInfo(60_000)];
    const ask = vi
      .fn<() => Promise<string>>()
      .mockRejectedValueOnce(new RpcError("UNAVAILABLE", "moving", { details }))
      .mockResolvedValue("Faust");
    const start = clock.now();
    const options = { idempotent: true, clock, random: () => 0, totalTimeoutMs: 600_000 };
    expect(await clock.until(retry(ask, options))).toBe("Faust");
    expect(clock.now()).toBeGreaterThanOrEqual(start + 60_000);
    expect(clock.pending).toBe(0);
  });

  it("does not run ahead of answers that are read in pieces", async () => {
    const clock = fakeClock();
    let polls = 0;
    const fetch = async () =>
      Response.json({ id: "op1", done: ++polls === 5, x: "x".repeat(500_000) });
    const source = restOperations({ url: "https://operation.example", fetch });
    await clock.until(waitForOperation("op1", { source, clock, maxPollFailures: 1 }));
    expect(polls).toBe(5);
  });

  it("rejects at once with the signal's reason", async () => {
    const clock = fakeClock();
    const controller = new AbortController();
    const sleeping = clock.sleep(1_000, controller.signal);
    controller.abort("enough");
    await expect(sleeping).rejects.toBe("enough");
    await expect(clock.sleep(1_000, controller.signal)).rejects.toBe("enough");
    expect(clock.pending).toBe(0);
  });

  it("passes on what the promise rejects with", async () => {
    const clock = fakeClock();
    const failing = clock.sleep(5, signal).then(() => Promise.reject(new Error("boom")));
    await expect(clock.until(failing)).rejects.toThrow("boom");
  });

  it("waits for what needs real time, and gives up on what never ends", async () => {
    const clock = fakeClock();
    const real = new Promise((resolve) => setTimeout(resolve, 20, "done"));
    expect(await clock.until(real)).toBe("done");
    await expect(clock.until(new Promise(() => {}))).rejects.toThrow(/nobody sleeps/);
    // Whoever sleeps for ever does not wake either.
    void clock.sleep(Number.POSITIVE_INFINITY, signal);
    await expect(clock.until(new Promise(() => {}))).rejects.toThrow(/nobody sleeps/);
  });

  it("moves on while the test framework's own timers stand still", async () => {
    vi.useFakeTimers();
    try {
      const clock = fakeClock();
      await clock.until(clock.sleep(10, signal));
      expect(clock.pending).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY, "5"])(
    "throws a TypeError for %s as a time",
    async (ms) => {
      expect(() => fakeClock({ now: ms as number })).toThrow(TypeError);
      await expect(fakeClock().advance(ms as number)).rejects.toThrow(TypeError);
    },
  );
});

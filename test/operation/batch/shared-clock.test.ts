import { describe, expect, it } from "vitest";
import { SharedClock } from "../../../src/operation/batch/shared-clock.js";
import { VirtualClock } from "../../retry/virtual-clock.js";

const never = new AbortController().signal;

describe("SharedClock", () => {
  it("wakes each sleeper at its hour, in order, and sleeps but once at a time", async () => {
    const clock = new VirtualClock(0);
    const shared = new SharedClock(clock);
    const woken: string[] = [];
    const sleep = async (ms: number) => {
      await shared.sleep(ms, never);
      woken.push(`${ms} at ${clock.now()}`);
      expect(clock.pending).toBeLessThanOrEqual(1);
    };
    const all = Promise.all([sleep(300), sleep(100), sleep(200), sleep(100)]);
    await Promise.resolve();
    expect(clock.pending).toBe(1);
    await clock.until(all);
    expect(woken).toEqual(["100 at 100", "100 at 100", "200 at 200", "300 at 300"]);
    expect(clock.pending).toBe(0);
  });

  it("lets go of the timer when the last sleeper is called away", async () => {
    const clock = new VirtualClock(0);
    const shared = new SharedClock(clock);
    const aborts = [new AbortController(), new AbortController()] as const;
    const sleeps = aborts.map(({ signal }, index) => shared.sleep(100 * (index + 1), signal));
    aborts[0].abort("gone");
    await expect(sleeps[0]).rejects.toBe("gone");
    expect(clock.pending).toBe(1);
    aborts[1].abort("gone too");
    await expect(sleeps[1]).rejects.toBe("gone too");
    expect(clock.pending).toBe(0);
    await expect(shared.sleep(100, aborts[0].signal)).rejects.toBe("gone");
    expect(clock.pending).toBe(0);
  });

  it("ends with a clock that sleeps less than it says, or does not go at all", async () => {
    let sleeps = 0;
    const shared = new SharedClock({
      now: () => 0,
      sleep: async () => {
        sleeps++;
      },
    });
    await shared.sleep(1_000, never);
    expect(shared.now()).toBe(1_000);
    await shared.sleep(500, never);
    expect([shared.now(), sleeps]).toEqual([1_500, 2]);
  });
});

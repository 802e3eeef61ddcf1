import { describe, expect, it } from "vitest";
import { CallTimer } from "../../../src/grpc-js/retry/call-timer.js";

/** A clock whose sleepers the test wakes. */
function wakeable() {
  const wakes: (() => void)[] = [];
  const signals: AbortSignal[] = [];
  const clock = {
    now: () => 0,
    sleep: (_ms: number, signal: AbortSignal) => {
      signals.push(signal);
      return new Promise<void>((resolve) => {
        wakes.push(resolve);
      });
    },
  };
  return { clock, wakes, signals };
}

const soon = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("CallTimer", () => {
  it("tells when its time is over, once", async () => {
    const { clock, wakes } = wakeable();
    let expired = 0;
    new CallTimer(clock).start(10, () => expired++);
    await soon();
    expect(expired).toBe(0);
    for (const wake of wakes) wake();
    await soon();
    expect(expired).toBe(1);
  });

  it("does not tell where it is stopped at the same moment", async () => {
    const { clock, wakes, signals } = wakeable();
    let expired = 0;
    const timer = new CallTimer(clock);
    timer.start(10, () => expired++);
    wakes[0]?.();
    timer.stop();
    await soon();
    expect(expired).toBe(0);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it("forgets the time before when it is started anew", async () => {
    const { clock, wakes, signals } = wakeable();
    const expired: string[] = [];
    const timer = new CallTimer(clock);
    timer.start(10, () => expired.push("first"));
    timer.start(10, () => expired.push("second"));
    for (const wake of wakes) wake();
    await soon();
    expect(expired).toEqual(["second"]);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  it("sets no timer where there is no limit", () => {
    const { clock, wakes } = wakeable();
    new CallTimer(clock).start(Number.POSITIVE_INFINITY, () => {});
    expect(wakes).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { BatchPace } from "../../../src/operation/batch/batch-pace.js";

const paceOf = (concurrency = 32) =>
  new BatchPace({ concurrency, backoff: undefined, fraction: () => 0.5 }, 0);

/** Lets polls begin and be answered from `from` on for `ms`, as many as the pace allows. Gives how many. */
function run(pace: BatchPace, from: number, ms: number): number {
  let polls = 0;
  for (let now = from; now < from + ms; now++) {
    while (pace.nextAt <= now && polls < 1_000_000) {
      pace.begin(now);
      pace.speedUp(now);
      polls++;
      if (pace.nextAt === Number.NEGATIVE_INFINITY) break;
    }
  }
  return polls;
}

describe("BatchPace", () => {
  it("holds nothing back but by number, as long as nobody complains", () => {
    const pace = paceOf(2);
    for (const hasRoom of [true, false]) {
      pace.enter();
      pace.begin(0);
      expect([pace.hasRoom, pace.nextAt]).toEqual([hasRoom, Number.NEGATIVE_INFINITY]);
    }
    pace.leave();
    expect(pace.hasRoom).toBe(true);
  });

  it("leaves a service alone for as long as it asks, else for a growing while", () => {
    const pace = paceOf();
    pace.slowDown(1, 700, 1_000);
    expect(pace.nextAt).toBe(1_700);
    pace.slowDown(1_700, undefined, 2_000);
    // The second pause of the ordinary backoff: 1 s, times 1.5.
    expect(pace.nextAt).toBe(3_500);
    pace.speedUp(3_600);
    pace.slowDown(3_600, undefined, 4_000);
    expect(pace.nextAt).toBe(5_000);
  });

  it("slows down once for all the polls that were under way", () => {
    const pace = paceOf();
    for (let poll = 0; poll < 32; poll++) pace.slowDown(900, 700, 1_000 + poll);
    expect([pace.slowedInRow, pace.nextAt]).toEqual([1, 1_731]);
  });

  it("goes on at half of the rate that went through, and doubles it in five seconds", () => {
    const pace = paceOf();
    // A thousand polls in ten seconds: a hundred a second.
    for (let poll = 0; poll < 1_000; poll++) pace.speedUp(poll * 10);
    pace.slowDown(9_999, 1_000, 10_000);
    const first = run(pace, 11_000, 1_000);
    expect(first).toBeGreaterThan(48);
    expect(first).toBeLessThan(62);
    run(pace, 12_000, 4_000);
    const sixth = run(pace, 16_000, 1_000);
    expect(sixth / first).toBeGreaterThan(1.8);
    expect(sixth / first).toBeLessThan(2.2);
  });

  it("minds when most polls find nobody, not when a few do", () => {
    const pace = paceOf();
    for (let poll = 1; poll < 1_000; poll++) {
      if (poll % 5 === 0) expect(pace.miss(poll)).toBe(false);
      else pace.speedUp(poll);
    }
    const misses = Array.from({ length: 20 }, (_, index) => pace.miss(2_000 + index));
    expect(misses.indexOf(true)).toBeGreaterThan(2);
    expect(misses.slice(10)).not.toContain(false);
  });

  it("minds the first that finds nobody after a break", () => {
    const pace = paceOf();
    pace.slowDown(1, undefined, 1_000);
    expect(pace.miss(900)).toBe(false);
    expect(pace.miss(2_000)).toBe(true);
  });

  it("does not come to a stop, however often it is slowed down, and recovers", () => {
    const pace = paceOf();
    let now = 0;
    for (let time = 0; time < 50; time++) {
      pace.slowDown(now, 100, now + 1);
      now = pace.nextAt;
    }
    expect(run(pace, now, 10_000)).toBeGreaterThanOrEqual(5);
    run(pace, now + 10_000, 120_000);
    expect(run(pace, now + 130_000, 1_000)).toBeGreaterThan(500);
  });
});

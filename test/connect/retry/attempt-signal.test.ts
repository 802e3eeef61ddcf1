import { getEventListeners } from "node:events";
import { Code as ConnectCode } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { AttemptSignal } from "../../../src/connect/retry/attempt-signal.js";
import { VirtualClock } from "../../retry/virtual-clock.js";
import { hang } from "./flaky-library.js";

function attemptOf(caller: AbortController, timeoutMs?: number) {
  const clock = new VirtualClock();
  const attempt = new AttemptSignal({ signal: caller.signal, timeoutMs, clock });
  return { attempt, clock };
}

describe("AttemptSignal", () => {
  it("gives what the work gives, or fails with", async () => {
    const { attempt } = attemptOf(new AbortController());
    expect(await attempt.run(async () => 42)).toBe(42);
    const mistake = new Error("no");
    await expect(attempt.run(() => Promise.reject(mistake))).rejects.toBe(mistake);
    expect(attempt.signal.aborted).toBe(false);
  });

  it("ends with the caller's signal, for its reason", async () => {
    const caller = new AbortController();
    const { attempt } = attemptOf(caller);
    const reason = { mine: true };
    const result = attempt.run(hang);
    caller.abort(reason);
    await expect(result).rejects.toBe(reason);
    expect(attempt.signal.reason).toBe(reason);
    expect(attempt.timedOut).toBe(false);
  });

  it("does not begin to work for a caller who has aborted", async () => {
    const caller = new AbortController();
    caller.abort("enough");
    const { attempt } = attemptOf(caller);
    await expect(attempt.run(() => expect.fail("begun"))).rejects.toBe("enough");
  });

  it("ends after its time as Connect's own deadlines do", async () => {
    const { attempt, clock } = attemptOf(new AbortController(), 5_000);
    await expect(clock.until(attempt.run(hang))).rejects.toMatchObject({
      code: ConnectCode.DeadlineExceeded,
      rawMessage: "the operation timed out",
    });
    expect(clock.sleeps).toEqual([5_000]);
    expect(attempt.timedOut).toBe(true);
    expect(attempt.signal.reason).toMatchObject({ code: ConnectCode.DeadlineExceeded });
  });

  it.each([undefined, Number.POSITIVE_INFINITY])("sets no timer for %s", (timeoutMs) => {
    expect(attemptOf(new AbortController(), timeoutMs).clock.sleeps).toEqual([]);
  });

  it("lets go of its timer and of the caller's signal when it is over", () => {
    const caller = new AbortController();
    const { attempt, clock } = attemptOf(caller, 5_000);
    expect(getEventListeners(caller.signal, "abort")).toHaveLength(1);
    expect(clock.pending).toBe(1);
    attempt.end();
    expect(getEventListeners(caller.signal, "abort")).toEqual([]);
    expect(clock.pending).toBe(0);
    expect(attempt.signal.aborted).toBe(true);
    expect(attempt.timedOut).toBe(false);
  });
});

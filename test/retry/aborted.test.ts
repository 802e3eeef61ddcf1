import { setMaxListeners } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { RpcError, retryInfo } from "../../src/entry/index.js";
import { retry } from "../../src/entry/retry.js";
import { abortListeners, countKept, timers } from "../fixtures/left-behind.js";

const COUNT = 10_000;

const later = () =>
  new RpcError("UNAVAILABLE", "the shelf is being moved", { details: [retryInfo(60_000)] });

/** Starts retried calls that hold `payloads` and are aborted, and waits for their end. */
async function abortAll(
  signal: AbortSignal,
  abort: () => void,
  call: (payload: object) => Promise<unknown>,
): Promise<WeakRef<object>[]> {
  const payloads: WeakRef<object>[] = [];
  const codes = Array.from({ length: COUNT }, () => {
    const payload = { title: "The Odyssey" };
    payloads.push(new WeakRef(payload));
    return retry(() => call(payload), { idempotent: true, signal, attemptTimeoutMs: 50_000 }).then(
      () => "OK",
      (error: RpcError) => error.codeName,
    );
  });
  await turn();
  expect(timers()).toBeGreaterThanOrEqual(COUNT);
  abort();
  expect(new Set(await Promise.all(codes))).toEqual(new Set(["CANCELLED"]));
  return payloads;
}

describe("ten thousand retried calls that are aborted", () => {
  it.each<[string, (payload: object) => Promise<unknown>]>([
    ["during a pause", () => Promise.reject(later())],
    ["during an attempt", (payload) => new Promise(() => payload)],
  ])("%s leave no timer, no listener and no memory behind", async (_, call) => {
    const before = timers();
    const controller = new AbortController();
    setMaxListeners(0, controller.signal);
    const abort = () => controller.abort();
    const payloads = await abortAll(controller.signal, abort, call);
    expect(timers()).toBeLessThanOrEqual(before);
    expect(abortListeners(controller.signal)).toEqual([]);
    const kept = await countKept(payloads);
    // What the engine itself still holds of the last call.
    expect(kept).toBeLessThanOrEqual(10);
  });
});

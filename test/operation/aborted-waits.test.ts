import { setMaxListeners } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { waitForOperation, watchOperation } from "../../src/entry/operation.js";
import { abortListeners, countKept, timers } from "../fixtures/left-behind.js";

const COUNT = 1_000;
const running = { id: "op1", done: false };

type Get = (payload: object) => Promise<unknown>;
type Start = (get: () => Promise<unknown>, signal: AbortSignal) => Promise<unknown>;

const wait: Start = (get, signal) => waitForOperation("op1", { get, signal, timeoutMs: 900_000 });

const watch: Start = async (get, signal) => {
  for await (const _ of watchOperation("op1", { get, signal, timeoutMs: 900_000 }));
};

/** Starts waits that hold `payloads` and are aborted, and waits for their end. */
async function abortAll(controller: AbortController, start: Start, get: Get) {
  const payloads: WeakRef<object>[] = [];
  const names = Array.from({ length: COUNT }, () => {
    const payload = { title: "The Odyssey" };
    payloads.push(new WeakRef(payload));
    return start(() => get(payload), controller.signal).then(
      () => "over",
      (error: Error) => error.name,
    );
  });
  await turn();
  expect(timers()).toBeGreaterThanOrEqual(COUNT);
  controller.abort("enough");
  expect(new Set(await Promise.all(names))).toEqual(new Set(["OperationTimeoutError"]));
  return payloads;
}

describe("a thousand waits that are aborted", () => {
  it.each<[string, Start, Get]>([
    ["during a pause", wait, async () => running],
    ["during a poll", wait, (payload) => new Promise(() => payload)],
    ["during a pause of a watch", watch, async () => running],
    ["during a poll of a watch", watch, (payload) => new Promise(() => payload)],
  ])("%s leave no timer, no listener and no memory behind", async (_, start, get) => {
    const before = timers();
    const controller = new AbortController();
    setMaxListeners(0, controller.signal);
    const payloads = await abortAll(controller, start, get);
    expect(timers()).toBeLessThanOrEqual(before);
    expect(abortListeners(controller.signal)).toEqual([]);
    const kept = await countKept(payloads);
    // What the engine itself still holds of the last wait.
    expect(kept).toBeLessThanOrEqual(10);
  });
});

import { getEventListeners } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { RpcError } from "../../src/entry/index.js";
import {
  OperationPollError,
  type OperationSnapshot,
  OperationTimeoutError,
  watchOperation,
} from "../../src/entry/operation.js";
import { caught, setUp, silence } from "./scripted-source.js";

const running = { id: "op1", done: false };
const quota = { code: 8, message: "quota exceeded" };
const failing = { id: "op1", done: false, error: quota };
const failed = { id: "op1", done: true, error: quota };
const done = { id: "op1", done: true };
const counted = (archivedCount: number) => ({ ...running, metadata: { archivedCount } });

async function statesOf(watch: AsyncIterable<OperationSnapshot>): Promise<string[]> {
  const states: string[] = [];
  for await (const { state } of watch) states.push(state);
  return states;
}

describe("watchOperation", () => {
  it("gives a snapshot whenever something has changed, and ends after the final one", async () => {
    const { options, clock, ids } = setUp(
      running,
      running,
      counted(1),
      counted(1),
      counted(2),
      failing,
      failing,
      failed,
    );
    const states = await clock.until(statesOf(watchOperation("op1", options)));
    expect(states).toEqual(["running", "running", "running", "failing", "failed"]);
    expect(ids).toHaveLength(8);
    expect(clock.pending).toBe(0);
  });

  it("begins with the snapshot that it was given", async () => {
    const { options, clock, times } = setUp(running, done);
    const states = await clock.until(statesOf(watchOperation(running, options)));
    expect(states).toEqual(["running", "succeeded"]);
    expect(times).toEqual([1_000, 2_500]);
  });

  it("gives an operation that is over, and does not poll it", async () => {
    const { options, ids } = setUp(running);
    expect(await statesOf(watchOperation(failed, options))).toEqual(["failed"]);
    expect(ids).toEqual([]);
  });

  it("ends at the beginning of a rollback with failFast", async () => {
    const { options, clock } = setUp(running, failing, failed);
    const watch = watchOperation("op1", { ...options, failFast: true });
    expect(await clock.until(statesOf(watch))).toEqual(["running", "failing"]);
  });

  it("throws where asking fails for good, and is over then", async () => {
    const { options, clock } = setUp(running, new RpcError("PERMISSION_DENIED", "not yours"));
    const watch = watchOperation("op1", options)[Symbol.asyncIterator]();
    await watch.next();
    const error = await clock.until(caught(watch.next()));
    expect(error).toBeInstanceOf(OperationPollError);
    expect(await watch.next()).toEqual({ done: true, value: undefined });
    expect(clock.pending).toBe(0);
  });

  it("throws when time is over, which counts from the first step on", async () => {
    const { options, clock } = setUp(running);
    const watch = watchOperation("op1", { ...options, timeoutMs: 10_000 });
    const error = await clock.until(caught(statesOf(watch)));
    expect(error).toBeInstanceOf(OperationTimeoutError);
    expect(error).toMatchObject({ reason: "timeout", snapshot: { state: "running" } });
    expect(String(error)).toContain("not over after 10000 ms");
    expect(clock.pending).toBe(0);
  });

  it("throws when its signal is aborted, and asks to cancel the operation if that is wanted", async () => {
    const { options } = setUp(running);
    const controller = new AbortController();
    const ids: string[] = [];
    const cancel = async (id: string) => ids.push(id);
    const { signal } = controller;
    const watch = watchOperation("op1", { ...options, signal, cancel, cancelOnAbort: true });
    const error = await caught(
      (async () => {
        for await (const _ of watch) controller.abort("enough");
      })(),
    );
    expect(error).toBeInstanceOf(OperationTimeoutError);
    expect(error).toMatchObject({ reason: "aborted", cause: "enough", cancelRequested: true });
    expect(ids).toEqual(["op1"]);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("leaves nothing behind where the loop is left, and does not cancel anything", async () => {
    const { options, clock, ids } = setUp(running);
    const { signal } = new AbortController();
    let cancels = 0;
    const cancel = async () => ++cancels;
    const more = { signal, timeoutMs: 60_000, cancel, cancelOnAbort: true };
    for await (const _ of watchOperation("op1", { ...options, ...more })) break;
    expect(clock.pending).toBe(0);
    expect(getEventListeners(signal, "abort")).toEqual([]);
    expect([ids.length, cancels]).toEqual([1, 0]);
  });

  it("holds neither timer nor listener between two steps, so that it may be forgotten", async () => {
    const { options, clock } = setUp(running);
    const { signal } = new AbortController();
    const watch = watchOperation("op1", { ...options, signal, timeoutMs: 60_000 });
    await watch[Symbol.asyncIterator]().next();
    expect(clock.pending).toBe(0);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("ends a poll that is under way where it is left then", async () => {
    const { options, clock, signals } = setUp(silence);
    const watch = watchOperation("op1", { ...options, timeoutMs: 60_000 })[Symbol.asyncIterator]();
    const next = watch.next();
    await turn();
    expect(signals[0]?.aborted).toBe(false);
    expect(await watch.return?.()).toEqual({ done: true, value: undefined });
    expect(await next).toEqual({ done: true, value: undefined });
    expect(signals[0]?.aborted).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it("gives steps that were asked for at once one after the other", async () => {
    const { options, clock } = setUp(running, failing, failed);
    const watch = watchOperation("op1", options)[Symbol.asyncIterator]();
    const steps = Promise.all([watch.next(), watch.next(), watch.next(), watch.next()]);
    const seen = await clock.until(steps);
    expect(seen.map(({ value }) => value?.state)).toEqual([
      "running",
      "failing",
      "failed",
      undefined,
    ]);
  });

  it("can be looped over twice, from the beginning", async () => {
    const { options, clock, ids } = setUp(done);
    const watch = watchOperation("op1", options);
    expect(await clock.until(statesOf(watch))).toEqual(["succeeded"]);
    expect(await clock.until(statesOf(watch))).toEqual(["succeeded"]);
    expect(ids).toHaveLength(2);
  });

  it.each<[string, unknown, object]>([
    ["a wrong id", 7, {}],
    ["a wrong option", "op1", { timeoutMs: "60" }],
    ["onProgress", "op1", { onProgress: () => {} }],
  ])("refuses %s at once", (_, operation, wrong) => {
    const { options } = setUp(done);
    expect(() => watchOperation(operation, { ...options, ...wrong } as never)).toThrow(TypeError);
  });
});

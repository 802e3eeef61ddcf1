import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { RpcError } from "../../../src/entry/index.js";
import {
  OperationTimeoutError,
  waitForOperation,
  watchOperations,
} from "../../../src/entry/operation.js";
import { collect, ends, idsOf, Service } from "./service.js";

/** Of a hundred operations the first forty are over at once, the others never. */
const halfDone = () => new Service((id) => ({ id, done: Number(id.split("-")[1]) < 40 }));

const never = new AbortController().signal;

describe("watchOperations that has to stop", () => {
  it("ends each that is not over with an OperationTimeoutError, after timeoutMs", async () => {
    const service = halfDone();
    const updates = await service.watch(idsOf(100), { timeoutMs: 20_000, finalOnly: true });
    const counts = Object.values(ends(updates));
    expect(counts.filter((end) => end === "succeeded")).toHaveLength(40);
    expect(counts.filter((end) => end === "OperationTimeoutError")).toHaveLength(60);
    expect(service.clock.now()).toBe(20_000);
    const last = updates.at(-1)?.error;
    expect(last).toBeInstanceOf(OperationTimeoutError);
    expect(last).toMatchObject({ operationId: "op-99", reason: "timeout", snapshot: undefined });
    expect(last?.attempts).toBeGreaterThan(2);
    expect(last?.message).toBe(
      "not over after 20000 ms; operation op-99 still runs and can be waited for again",
    );
    expect(JSON.parse(JSON.stringify(last))).toMatchObject({ operationId: "op-99" });
    expect(service.clock.pending).toBe(0);
  });

  it("does the same at once when its signal is aborted, with the reason", async () => {
    const service = halfDone();
    const abort = new AbortController();
    const all = collect(
      watchOperations(idsOf(100), service.options({ signal: abort.signal, finalOnly: true })),
    );
    await service.clock.until(service.clock.sleep(5_000, never));
    expect(getEventListeners(abort.signal, "abort")).toHaveLength(1);
    abort.abort("enough");
    const updates = await all;
    expect(updates.at(-1)?.error).toMatchObject({ reason: "aborted", cause: "enough" });
    expect(Object.keys(ends(updates))).toHaveLength(100);
    expect(service.clock.now()).toBe(5_000);
    expect(service.clock.pending).toBe(0);
    expect(getEventListeners(abort.signal, "abort")).toEqual([]);
  });

  it("asks for nothing where the signal was aborted before", async () => {
    const service = halfDone();
    const updates = await service.watch(idsOf(3), { signal: AbortSignal.abort("no") });
    expect(Object.values(ends(updates))).toEqual(Array(3).fill("OperationTimeoutError"));
    expect(service.polls).toEqual([]);
  });

  it("tells what is known to be over all the same, and does not cancel that", async () => {
    const service = halfDone();
    const cancelled: string[] = [];
    service.source.cancel = async (id) => cancelled.push(id);
    const known = [{ id: "a", done: true }, { id: "", done: true, response: {} }, "op-50"];
    const options = { signal: AbortSignal.abort("no"), cancelOnAbort: true };
    const updates = await service.watch(known, options);
    expect(updates.map(({ operationId, snapshot }) => [operationId, snapshot?.state])).toEqual([
      ["a", "succeeded"],
      ["", "succeeded"],
      ["op-50", undefined],
    ]);
    expect(cancelled).toEqual(["op-50"]);
  });

  it("takes a poll that its source ends with everything for the end of that", async () => {
    const service = new Service(async (_id, _poll, { timeoutMs }) => {
      await service.clock.sleep(timeoutMs - 15, never);
      throw new RpcError("DEADLINE_EXCEEDED", "Deadline exceeded");
    });
    const options = { timeoutMs: 5_000, maxPollFailures: 1 };
    const updates = await service.watch(["op-0"], options);
    expect(ends(updates)).toEqual({ "op-0": "OperationTimeoutError" });
    const single = service.clock.until(waitForOperation("op-1", service.options(options)));
    await expect(single).rejects.toThrow(OperationTimeoutError);
  });

  it("leaves no listener behind when all is over", async () => {
    const service = new Service((id) => ({ id, done: true }));
    const abort = new AbortController();
    await service.watch(idsOf(3), { signal: abort.signal, timeoutMs: 60_000 });
    expect(getEventListeners(abort.signal, "abort")).toEqual([]);
    expect(service.clock.pending).toBe(0);
  });

  it.each(["in a pause", "in a poll"])("ends everything when the loop is left %s", async (when) => {
    const service = halfDone();
    const abort = new AbortController();
    const options = service.options({ signal: abort.signal, timeoutMs: 60_000 });
    const loop = watchOperations(idsOf(100), options)[Symbol.asyncIterator]();
    const { clock } = service;
    for (let told = 0; told < 100; told++) await clock.until(loop.next());
    const waiting = loop.next();
    if (when === "in a pause") await clock.until(clock.sleep(100, never));
    else while (service.underWay === 0) await clock.until(clock.sleep(7, never));
    const { length } = service.polls;
    expect(await loop.return?.()).toEqual({ done: true, value: undefined });
    expect(await waiting).toEqual({ done: true, value: undefined });
    await clock.until(clock.sleep(100_000, never));
    expect(service.polls).toHaveLength(length);
    expect([clock.pending, service.underWay]).toEqual([0, 0]);
    expect(getEventListeners(abort.signal, "abort")).toEqual([]);
    expect(await loop.next()).toEqual({ done: true, value: undefined });
  });

  it("can be left before it began", async () => {
    const service = halfDone();
    const loop = watchOperations(idsOf(3), service.options())[Symbol.asyncIterator]();
    await loop.return?.();
    expect(await loop.next()).toEqual({ done: true, value: undefined });
    expect(service.polls).toEqual([]);
  });

  it("asks for what is not over to be cancelled, with cancelOnAbort, a few at a time", async () => {
    const service = halfDone();
    const cancelled: string[] = [];
    let [underWay, most] = [0, 0];
    service.source.cancel = async (id, { signal }) => {
      cancelled.push(id);
      most = Math.max(most, ++underWay);
      await service.clock.sleep(10, signal).finally(() => underWay--);
      if (id === "op-50") throw new Error("not cancelled");
    };
    const options = { timeoutMs: 10_000, cancelOnAbort: true, finalOnly: true };
    const updates = await service.watch(idsOf(100), options);
    expect(cancelled).toEqual(idsOf(100).slice(40));
    expect(most).toBeLessThanOrEqual(32);
    expect(updates.at(-1)?.error).toMatchObject({ cancelRequested: true });
    expect(updates.at(-1)?.error?.message).toContain("its cancellation was asked for");
  });

  it("does not wait long for a service that never takes note of that", async () => {
    const service = halfDone();
    let asked = 0;
    service.source.cancel = () => {
      asked++;
      return new Promise(() => {});
    };
    const options = { timeoutMs: 10_000, cancelOnAbort: true, finalOnly: true };
    const updates = await service.watch(idsOf(10_000), options);
    expect(updates).toHaveLength(10_000);
    expect(asked).toBe(32);
    expect(service.clock.now()).toBe(15_000);
    const requested = updates.filter(
      ({ error }) => error && "cancelRequested" in error && error.cancelRequested,
    );
    expect(requested).toHaveLength(32);
    expect(service.clock.pending).toBe(0);
  });
});

describe("watchOperations and functions that misbehave", () => {
  it("rejects with what a random throws, and leaves nothing behind", async () => {
    let calls = 0;
    const random = () => {
      if (++calls > 60) throw new Error("no luck");
      return 0.5;
    };
    const service = halfDone();
    const abort = new AbortController();
    const options = service.options({ random, signal: abort.signal, timeoutMs: 60_000 });
    const loop = service.clock.until(collect(watchOperations(idsOf(100), options)));
    await expect(loop).rejects.toThrow("no luck");
    expect([service.clock.pending, service.underWay]).toEqual([0, 0]);
    expect(getEventListeners(abort.signal, "abort")).toEqual([]);
  });

  it("rejects with what a clock throws", async () => {
    const clock = {
      now: () => {
        throw new Error("no time");
      },
      sleep: async () => {},
    };
    const loop = collect(watchOperations(idsOf(5), { get: async (id) => ({ id }), clock }));
    await expect(loop).rejects.toThrow("no time");
  });

  it.each([Number.NaN, -1, 7, "x" as never])("bears a random of %s", async (value) => {
    const service = new Service((id, poll) => ({ id, done: poll > 3 }));
    const updates = await service.watch(idsOf(50), { random: () => value });
    expect(Object.keys(ends(updates))).toHaveLength(50);
    expect(service.clock.now()).toBeGreaterThan(3_000);
  });

  it("keeps its time where a first pause of nothing has grown for long", async () => {
    const service = new Service(
      (id, poll) => {
        if (id === "op-0" && poll === 1_100) throw new RpcError("UNAVAILABLE", "once");
        return { id, done: false };
      },
      { latencyMs: 1 },
    );
    const backoff = { initialMs: 0, factor: 2 };
    await service.watch(idsOf(2), { backoff, timeoutMs: 5_000, finalOnly: true });
    expect(service.clock.now()).toBe(5_000);
  });

  it("leaves others a turn, whatever its source answers at once", async () => {
    const get = async (id: string) => ({ id, done: false });
    const options = { get, timeoutMs: 50, backoff: { initialMs: 0 } };
    const updates = await collect(watchOperations(idsOf(3), options));
    expect(Object.values(ends(updates))).toEqual(Array(3).fill("OperationTimeoutError"));
    await expect(waitForOperation("op-0", options)).rejects.toThrow(OperationTimeoutError);
  });

  it("bears a source that throws at once, or gives what is no promise", async () => {
    const service = halfDone();
    const get = (id: string) => {
      if (id === "op-1") throw new TypeError("boom");
      return { id, done: true } as never;
    };
    const { source: _, ...options } = service.options({ get });
    const updates = await service.clock.until(collect(watchOperations(idsOf(3), options)));
    expect(ends(updates)).toEqual({
      "op-0": "succeeded",
      "op-1": "OperationPollError",
      "op-2": "succeeded",
    });
  });
});

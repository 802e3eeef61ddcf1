import { describe, expect, it } from "vitest";
import { RpcError } from "../../../src/entry/index.js";
import {
  OperationPollError,
  type OperationUpdate,
  watchOperations,
} from "../../../src/entry/operation.js";
import { attemptsOf } from "../../../src/entry/retry.js";
import { collect, done, ends, idsOf, Service } from "./service.js";

describe("watchOperations", () => {
  it("tells of each operation what changes, and its end once", async () => {
    const service = new Service((id, poll) =>
      poll < 4
        ? { id, done: false, metadata: { percent: poll === 1 ? 10 : 50 } }
        : { id, done: true, ...(id === "op-1" ? { error: { code: 9, message: "full" } } : {}) },
    );
    const updates = await service.watch(idsOf(3));
    const told = updates
      .filter(({ operationId }) => operationId === "op-1")
      .map(({ snapshot, isLast }) => [snapshot?.state, snapshot?.metadata, isLast]);
    expect(told).toEqual([
      ["running", { percent: 10 }, false],
      ["running", { percent: 50 }, false],
      ["failed", undefined, true],
    ]);
    expect(ends(updates)).toEqual({ "op-0": "succeeded", "op-1": "failed", "op-2": "succeeded" });
    const failed = updates.find(({ snapshot }) => snapshot?.state === "failed");
    expect(failed?.snapshot?.error).toBeInstanceOf(RpcError);
    expect(failed?.snapshot?.error).toMatchObject({ code: 9, message: "full", via: "operation" });
  });

  it("tells the ends alone, with finalOnly", async () => {
    const service = new Service((id, poll) => ({ id, done: poll === 3, metadata: { poll } }));
    const updates = await service.watch(idsOf(5), { finalOnly: true });
    expect(updates.map(({ isLast }) => isLast)).toEqual([true, true, true, true, true]);
    expect(Object.keys(ends(updates))).toHaveLength(5);
  });

  it("ends at `failing`, with failFast", async () => {
    const service = new Service((id) => ({ id, done: false, error: { code: 9, message: "no" } }));
    const updates = await service.watch(["op-0"], { failFast: true });
    expect(ends(updates)).toEqual({ "op-0": "failing" });
    expect(service.polls).toHaveLength(1);
  });

  it("polls no operation that is known to be over, and what is named twice once", async () => {
    const service = new Service((id) => done(id));
    const updates = await service.watch([
      done("op-0"),
      { id: "", done: true, response: {} },
      { id: "", done: true, error: { code: 5, message: "gone" } },
      "op-1",
      { id: "op-1", done: false },
    ]);
    expect(updates.map(({ operationId, snapshot }) => [operationId, snapshot?.state])).toEqual([
      ["op-0", "succeeded"],
      ["", "succeeded"],
      ["", "failed"],
      ["op-1", "running"],
      ["op-1", "succeeded"],
    ]);
    expect(service.polls.map(({ id }) => id)).toEqual(["op-1"]);
  });

  it("tells first what is known, and does not ask at once for what has only just begun", async () => {
    const service = new Service((id) => done(id));
    const updates = await service.watch([{ id: "op-0", done: false, metadata: { begun: true } }]);
    expect(updates.map(({ snapshot }) => snapshot?.state)).toEqual(["running", "succeeded"]);
    expect(service.polls).toEqual([{ id: "op-0", at: 1_000 }]);
  });

  it("is over at once where there is nothing to watch", async () => {
    const service = new Service((id) => done(id));
    expect(await service.watch([])).toEqual([]);
    expect(service.clock.sleeps).toEqual([]);
  });

  it("never has more polls under way than it may", async () => {
    const service = new Service((id, poll) => ({ id, done: poll > 2 }));
    const updates = await service.watch(idsOf(200), { concurrency: 7 });
    expect(Object.keys(ends(updates))).toHaveLength(200);
    expect(service.mostUnderWay).toBe(7);
    const usual = new Service((id) => done(id));
    await usual.watch(idsOf(200));
    expect(usual.mostUnderWay).toBe(32);
  });

  it("asks first for what has waited longest, so that each has its turn before any has two", async () => {
    // A round takes longer than any pause.
    const service = new Service((id, poll) => ({ id, done: poll === 3 }), { latencyMs: 1_000 });
    const ids = idsOf(100);
    await service.watch(ids, { concurrency: 2, backoff: { initialMs: 10, maxMs: 20 } });
    const order = service.polls.map(({ id }) => id);
    for (const round of [0, 1, 2]) {
      expect(new Set(order.slice(100 * round, 100 * (round + 1))).size).toBe(100);
    }
  });

  it("keeps to the pace of each operation: its backoff, or what its service asks for", async () => {
    const service = new Service(
      (id, poll, { onHeaders }) => {
        if (id === "op-1" && poll === 1) onHeaders({ "x-operation-poll-interval": "20" });
        return { id, done: poll === 3 };
      },
      { latencyMs: 0 },
    );
    await service.watch(idsOf(2));
    const timesOf = (wanted: string) =>
      service.polls.filter(({ id }) => id === wanted).map(({ at }) => at);
    expect(timesOf("op-0")).toEqual([0, 1_000, 2_500]);
    expect(timesOf("op-1")).toEqual([0, 20_000, 21_000]);
  });

  it("gives up what cannot be asked for, and watches the rest", async () => {
    const service = new Service((id) => {
      if (id === "op-1") throw new RpcError("PERMISSION_DENIED", "not yours");
      return id === "op-2" ? "nonsense" : done(id);
    });
    const updates = await service.watch(idsOf(4));
    expect(ends(updates)).toEqual({
      "op-0": "succeeded",
      "op-1": "OperationPollError",
      "op-2": "OperationPollError",
      "op-3": "succeeded",
    });
    const error = updates.find(({ operationId }) => operationId === "op-1")?.error;
    expect(error).toBeInstanceOf(OperationPollError);
    expect(error).toMatchObject({ operationId: "op-1", attempts: 1, snapshot: undefined });
    expect(RpcError.from(error?.cause).message).toBe("not yours");
    expect(attemptsOf(error)).toHaveLength(1);
  });

  it("bears three NOT_FOUND of an operation that it has never seen, and none later", async () => {
    const missing = () => {
      throw new RpcError("NOT_FOUND", "no such operation");
    };
    const service = new Service((id, poll) => {
      if (id === "op-0") return poll <= 3 ? missing() : done(id);
      if (id === "op-1") return missing();
      return poll === 1 ? { id, done: false } : missing();
    });
    const updates = await service.watch(idsOf(3));
    expect(ends(updates)).toEqual({
      "op-0": "succeeded",
      "op-1": "OperationPollError",
      "op-2": "OperationPollError",
    });
    expect(service.polls.filter(({ id }) => id === "op-1")).toHaveLength(4);
    expect(service.polls.filter(({ id }) => id === "op-2")).toHaveLength(2);
  });

  it("ends a poll that never answers by its time, and asks again", async () => {
    const service = new Service((id, poll) =>
      id === "op-0" && poll === 1 ? new Promise(() => {}) : done(id),
    );
    const updates = await service.watch(idsOf(2), { pollTimeoutMs: 5_000 });
    expect(ends(updates)).toEqual({ "op-0": "succeeded", "op-1": "succeeded" });
    expect(service.polls.filter(({ id }) => id === "op-0").map(({ at }) => at)).toEqual([0, 6_000]);
  });

  it("pauses while nobody takes what it has to tell", async () => {
    const service = new Service((id, poll) => ({ id, done: poll > 1, metadata: { poll } }));
    const loop = watchOperations(idsOf(5_000), service.options())[Symbol.asyncIterator]();
    await service.clock.until(loop.next());
    await service.clock.until(service.clock.sleep(60_000, never));
    expect(service.polls.length).toBeLessThan(1_100);
    const rest: OperationUpdate[] = [];
    for (;;) {
      const { done: isOver, value } = await service.clock.until(loop.next());
      if (isOver) break;
      rest.push(value);
    }
    expect(Object.keys(ends(rest))).toHaveLength(5_000);
  });

  it("is one loop, which a second one finds at its end", async () => {
    const service = new Service((id) => done(id));
    const watch = watchOperations(new Set(idsOf(3)), service.options());
    const updates = await service.clock.until(collect(watch));
    expect(Object.keys(ends(updates))).toEqual(["op-0", "op-1", "op-2"]);
    expect(await collect(watch)).toEqual([]);
    expect(service.polls).toHaveLength(3);
  });

  it("answers several who ask at once, each with another update", async () => {
    const service = new Service((id) => done(id));
    const loop = watchOperations(idsOf(3), service.options())[Symbol.asyncIterator]();
    const steps = await service.clock.until(
      Promise.all([loop.next(), loop.next(), loop.next(), loop.next()]),
    );
    expect(steps.map(({ value }) => value?.operationId)).toEqual([
      "op-0",
      "op-1",
      "op-2",
      undefined,
    ]);
    expect(steps.map(({ done: isOver }) => isOver)).toEqual([false, false, false, true]);
  });

  it.each<[string, () => unknown, string]>([
    [
      "no list",
      () => watchOperations("op-1" as never, { get: async () => ({}) }),
      'a list of operations or ids is needed, not "op-1"',
    ],
    [
      "nothing",
      () => watchOperations(undefined as never, { get: async () => ({}) }),
      "not undefined",
    ],
    [
      "a number among the ids",
      () => watchOperations(["op-1", 7], { get: async () => ({}) }),
      "not 7",
    ],
    [
      "an operation without an id",
      () => watchOperations([{ id: "", done: false }], { get: async () => ({}) }),
      "has no id",
    ],
    ["no options", () => watchOperations([], undefined as never), "the options must be an object"],
    ["no source", () => watchOperations([], {}), "either source or get is needed"],
    [
      "no room at all",
      () => watchOperations([], { get: async () => ({}), concurrency: 0 }),
      "concurrency must be a whole number from 1, not 0",
    ],
    [
      "half a poll",
      () => watchOperations([], { get: async () => ({}), concurrency: 1.5 }),
      "not 1.5",
    ],
    [
      "a word for a choice",
      () => watchOperations([], { get: async () => ({}), finalOnly: "yes" as never }),
      'finalOnly must be true or false, not "yes"',
    ],
    [
      "a mistyped option",
      () => watchOperations([], { get: async () => ({}), concurency: 5 } as never),
      'there is no option "concurency"',
    ],
    [
      "onProgress",
      () => watchOperations([], { get: async () => ({}), onProgress() {} } as never),
      "onProgress",
    ],
    [
      "a list that is none",
      () => watchOperations([], { source: { get: async () => ({}), list: 7 } as never }),
      "source.list must be a function, not 7",
    ],
  ])("throws a TypeError at once for %s", (_, call, message) => {
    expect(call).toThrow(TypeError);
    expect(call).toThrow(message);
  });
});

const never = new AbortController().signal;

import { getEventListeners } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { ShelfSchema } from "../../../gen/example/library/v1/library_pb.js";
import type { OperationSchema } from "../../../gen/google/longrunning/operations_pb.js";
import { ErrorInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { Code, RpcError, retryInfo } from "../../../src/entry/index.js";
import {
  OperationPollError,
  type OperationSource,
  OperationTimeoutError,
  type OperationUpdate,
  type WatchManyOptions,
  watchOperations,
} from "../../../src/entry/operation.js";
import { withinASecond } from "../../fixtures/within-a-second.js";
import { fastClock } from "./fast-clock.js";
import { GOOGLE_CARRIERS, type GoogleCarrier, type Service } from "./google-carriers.js";
import { Traffic } from "./traffic.js";

type Operation = MessageInitShape<typeof OperationSchema>;

const PARENT = "projects/p";
const nameOf = (index: number) => `${PARENT}/operations/${index}`;
const indexOf = (name: string) => Number(name.split("/").at(-1));
const names = (count: number) => Array.from({ length: count }, (_, index) => nameOf(index));

const QUICK = { backoff: { initialMs: 10, maxMs: 20 } };

/** Seconds go by in hundredths; polls have longer than that. */
const fast = (lateMs?: number) => ({
  clock: fastClock(100, lateMs),
  pollTimeoutMs: 3_000_000,
  maxPollFailures: 1_000,
});

const missing = (name: string) => new RpcError("NOT_FOUND", `${name} does not exist`);
const succeeded = (name: string): Operation => {
  const shelf = create(ShelfSchema, { topic: name });
  return { name, done: true, result: { case: "response", value: anyPack(ShelfSchema, shelf) } };
};
const failed = (name: string, code: Code): Operation => {
  const info = create(ErrorInfoSchema, { reason: `SHELF_${indexOf(name)}`, domain: "example" });
  const value = { code, message: "it did not work", details: [anyPack(ErrorInfoSchema, info)] };
  return { name, done: true, result: { case: "error", value } };
};

/** Operations that are over when they have been asked for so many times. */
function overAfter(polls: number, end: (name: string) => Operation = succeeded) {
  const seen = new Map<string, number>();
  return (name: string): Operation => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count >= polls ? end(name) : { name };
  };
}

interface Started {
  readonly source: OperationSource;
  readonly port: number;
  readonly traffic: Traffic;
  /** Ends the server, all connections included. */
  stop(): void;
}

/** Runs a server, and `use` with a source that asks it. */
async function serving<T>(
  carrier: GoogleCarrier,
  service: Service,
  use: (started: Started) => Promise<T>,
): Promise<T> {
  const traffic = new Traffic();
  const server = await carrier.start(service, traffic, 0);
  const { port } = server;
  const listing = service.list ? { parent: PARENT, pageSize: 40 } : {};
  const { source, close } = carrier.connect(port, listing);
  try {
    return await use({ source, port, traffic, stop: () => server.close() });
  } finally {
    close();
    server.close();
  }
}

/** All that comes of a watch. */
async function updatesOf(ids: readonly string[], options: WatchManyOptions) {
  const updates: OperationUpdate[] = [];
  for await (const update of watchOperations(ids, options)) updates.push(update);
  return updates;
}

/** The last update of each; fails where one has another number of last ones than one, or goes on. */
function endsOf(updates: readonly OperationUpdate[]): Map<string, OperationUpdate> {
  const ends = new Map<string, OperationUpdate>();
  for (const update of updates) {
    expect(ends.has(update.operationId), `${update.operationId} goes on after its end`).toBe(false);
    if (update.isLast) ends.set(update.operationId, update);
  }
  return ends;
}

/** Expects each of them to have succeeded, by itself. */
function expectSuccess(updates: readonly OperationUpdate[], ids: readonly string[]): void {
  const ends = endsOf(updates);
  expect([...ends.keys()].sort()).toEqual([...ids].sort());
  for (const [id, { snapshot, error }] of ends) {
    expect(error).toBeUndefined();
    expect([id, snapshot?.state, snapshot?.id]).toEqual([id, "succeeded", id]);
  }
}

describe.each(Object.entries(GOOGLE_CARRIERS))("watchOperations over %s", (_, carrier) => {
  it("tells each end once, of whatever kind, and never asks for more than allowed at a time", async () => {
    const ids = names(200);
    const answers = [
      overAfter(3),
      overAfter(1, (name) => failed(name, Code.FAILED_PRECONDITION)),
      overAfter(2, (name) => failed(name, Code.CANCELLED)),
      (name: string) => {
        throw missing(name);
      },
    ];
    const get = async (name: string) => {
      await pause(3);
      return answers[indexOf(name) % 4]?.(name);
    };
    await serving(carrier, { get }, async ({ source, traffic }) => {
      const response = ShelfSchema;
      const ends = endsOf(await updatesOf(ids, { source, response, concurrency: 7, ...QUICK }));
      expect(ends.size).toBe(200);
      for (const [index, id] of ids.entries()) {
        const { snapshot, error } = ends.get(id) ?? {};
        const state = ["succeeded", "failed", "cancelled", undefined][index % 4];
        expect([id, snapshot?.state]).toEqual([id, state]);
        if (state === "succeeded") expect(snapshot?.response).toMatchObject({ topic: id });
        else if (state !== undefined) expect(snapshot?.error?.reason).toBe(`SHELF_${index}`);
        else {
          expect(error).toBeInstanceOf(OperationPollError);
          expect(error?.operationId).toBe(id);
          expect(RpcError.from(error?.cause).code).toBe(Code.NOT_FOUND);
        }
      }
      expect(traffic.most).toBeLessThanOrEqual(7);
      expect(traffic.most).toBeGreaterThan(1);
      // Three times NOT_FOUND is borne, for replicas that lag.
      expect(traffic.gets).toHaveLength(50 * (3 + 1 + 2 + 4));
    });
  });

  it("tells how each goes on until then, and nothing twice", async () => {
    await serving(carrier, { get: overAfter(4) }, async ({ source }) => {
      const updates = await updatesOf(names(30), { source, ...QUICK });
      expect(updates).toHaveLength(60);
      expectSuccess(updates, names(30));
    });
  });

  it("loses no operation where the server dies among the polls and returns on the same port", async () => {
    const ids = names(60);
    const answer = overAfter(3);
    let onHalf = () => {};
    const half = new Promise<void>((resolve) => {
      onHalf = resolve;
    });
    const traffic = new Traffic();
    const get: Service["get"] = (name) => {
      if (traffic.gets.length === 90) onHalf();
      // Those that are under way when it dies are never answered.
      return traffic.gets.length < 90 ? answer(name) : undefined;
    };
    const first = await carrier.start({ get }, traffic, 0);
    const { source, close } = carrier.connect(first.port, {});
    const watched = updatesOf(ids, { source, concurrency: 8, ...fast() });
    // It is looked at later.
    watched.catch(() => {});
    await half;
    first.close();
    await pause(100);
    const second = await carrier.start({ get: answer }, traffic, first.port);
    try {
      expectSuccess(await watched, ids);
    } finally {
      close();
      second.close();
    }
  });

  it("leaves a service alone, with all operations, as long as that asks for it", async () => {
    const ids = names(40);
    const DELAY_MS = 20_000;
    const { clock, ...others } = fast();
    const answer = overAfter(2);
    const refused: number[] = [];
    const later: number[] = [];
    const traffic = new Traffic();
    const get: Service["get"] = async (name) => {
      const isEarly = traffic.gets.length <= 20;
      const now = clock.now();
      await pause(2);
      if (isEarly) return answer(name);
      if (now < (refused[0] ?? now) + DELAY_MS || refused.length === 0) {
        refused.push(now);
        const details = [retryInfo(DELAY_MS)];
        throw new RpcError("RESOURCE_EXHAUSTED", "too many requests", { details });
      }
      later.push(now);
      return answer(name);
    };
    const server = await carrier.start({ get }, traffic, 0);
    const { source, close } = carrier.connect(server.port, {});
    try {
      const options = { source, clock, concurrency: 8, random: () => 0.5, ...others };
      expectSuccess(await updatesOf(ids, options), ids);
      // Not only those that were refused wait, and none comes sooner than it was told.
      expect(refused.length).toBeGreaterThan(0);
      expect(refused.length).toBeLessThanOrEqual(8);
      expect(Math.min(...later) - Math.max(...refused)).toBeGreaterThanOrEqual(DELAY_MS);
    } finally {
      close();
      server.close();
    }
  });

  describe("with a list", () => {
    /** A list in pages, in which others' operations come first. */
    const listOf = (ids: readonly string[], answer: (name: string) => Operation) => {
      const others = Array.from(
        { length: 40 },
        (_, index) => `${PARENT}/operations/other-${index}`,
      );
      const all = [...others, ...ids];
      const list: Service["list"] = ({ name, pageSize, pageToken }) => {
        expect(name).toBe(PARENT);
        const start = Number(pageToken);
        const end = start + pageSize;
        const nextPageToken = end < all.length ? String(end) : "";
        return { operations: all.slice(start, end).map(answer), nextPageToken };
      };
      return list;
    };

    it("reads it by the page, and asks singly only for what it does not have", async () => {
      const ids = names(90);
      const answer = overAfter(2);
      const service = { get: answer, list: listOf(ids.slice(0, 80), answer) };
      await serving(carrier, service, async ({ source, traffic }) => {
        // Timers so late that all operations of a page are due at once, however slow the machine.
        const options = { source, random: () => 0.5, ...fast(50) };
        const updates = await updatesOf(ids, options);
        expectSuccess(updates, ids);
        expect(updates).toHaveLength(180);
        // Two readings of three pages.
        expect(traffic.lists).toBe(6);
        expect(new Set(traffic.gets)).toEqual(new Set(ids.slice(80)));
        expect(traffic.gets).toHaveLength(20);
      });
    });

    it("asks singly where the service has none after all", async () => {
      const list = () => {
        throw new RpcError("UNIMPLEMENTED", "no such method");
      };
      await serving(carrier, { get: overAfter(2), list }, async ({ source, traffic }) => {
        expectSuccess(await updatesOf(names(50), { source, ...QUICK }), names(50));
        expect(traffic.lists).toBe(1);
        expect(traffic.gets).toHaveLength(100);
      });
    });

    it("leaves alone one that has no end and nothing new", async () => {
      const answer = overAfter(2);
      const endless = (name: string) => ({ operations: [{ name }], nextPageToken: "again" });
      const service = { get: answer, list: () => endless(`${PARENT}/operations/other`) };
      await serving(carrier, service, async ({ source, traffic }) => {
        expectSuccess(await updatesOf(names(50), { source, ...QUICK }), names(50));
        expect(traffic.lists).toBeLessThan(30);
        expect(traffic.gets).toHaveLength(100);
      });
    });
  });

  const silent: Service = { get: () => undefined };
  const silentLists: Service = { ...silent, list: () => undefined };

  describe.each([
    { what: "no call", service: silent, open: 8 },
    { what: "no call, a list's neither,", service: silentLists, open: 1 },
  ])("where $what is ever answered", ({ service, open }) => {
    const ids = names(50);

    it("ends with the loop", async () => {
      await serving(carrier, service, async ({ source, traffic }) => {
        const loop = watchOperations(ids, { source, concurrency: 8 })[Symbol.asyncIterator]();
        const next = loop.next();
        await traffic.areOpen(open);
        expect(await withinASecond(Promise.resolve(loop.return?.()))).toMatchObject({ done: true });
        expect(await withinASecond(next)).toMatchObject({ done: true });
        expect(await withinASecond(traffic.areOpen(0))).toBeUndefined();
        expect(traffic.gets.length + traffic.lists).toBe(open);
      });
    });

    it("ends with the signal, and leaves no listener there", async () => {
      const controller = new AbortController();
      const { signal } = controller;
      await serving(carrier, service, async ({ source, traffic }) => {
        const watched = updatesOf(ids, { source, signal, concurrency: 8 });
        await traffic.areOpen(open);
        controller.abort("enough");
        const updates = await withinASecond(watched);
        expectTimeouts(updates, ids, "aborted");
        expect(await withinASecond(traffic.areOpen(0))).toBeUndefined();
        expect(traffic.gets.length + traffic.lists).toBe(open);
        expect(getEventListeners(signal, "abort")).toEqual([]);
      });
    });

    it("ends when its time is over", async () => {
      await serving(carrier, service, async ({ source, traffic }) => {
        const updates = await withinASecond(
          updatesOf(ids, { source, timeoutMs: 200, concurrency: 8 }),
        );
        expectTimeouts(updates, ids, "timeout");
        expect(await withinASecond(traffic.areOpen(0))).toBeUndefined();
      });
    });
  });
});

function expectTimeouts(updates: unknown, ids: readonly string[], reason: string): void {
  expect(updates).toBeInstanceOf(Array);
  const ends = endsOf(updates as OperationUpdate[]);
  expect([...ends.keys()].sort()).toEqual([...ids].sort());
  for (const { error } of ends.values()) {
    expect(error).toBeInstanceOf(OperationTimeoutError);
    expect(error).toMatchObject({ reason });
  }
}

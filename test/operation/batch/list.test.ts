import { describe, expect, it } from "vitest";
import { RpcError, retryInfo } from "../../../src/entry/index.js";
import {
  type ListContext,
  type OperationPage,
  watchOperations,
} from "../../../src/entry/operation.js";
import { ends, idsOf, Service } from "./service.js";

/** A service whose operations take some seconds each, with a list of what `listed` says. */
class ListService extends Service {
  readonly lists: { readonly token: string; readonly at: number }[] = [];
  page: (token: string, context: ListContext) => unknown;

  constructor(listed: readonly string[], pageSize = 100) {
    super((id) => this.operation(id));
    this.page = (token) => this.pageOf(listed, Number(token || "0"), pageSize);
    this.source.list = async (context) => {
      this.lists.push({ token: context.pageToken, at: this.clock.now() });
      await this.clock.sleep(this.latencyMs, context.signal);
      return (await this.page(context.pageToken, context)) as OperationPage;
    };
  }

  /** Each is over after 2 s, and all after 8 s. */
  operation(id: string): object {
    const ends = 2_000 + (Number(id.split("-")[1]) % 7) * 1_000;
    return { id, done: this.clock.now() >= ends };
  }

  pageOf(listed: readonly string[], from: number, pageSize: number): OperationPage {
    const to = from + pageSize;
    return {
      operations: listed.slice(from, to).map((id) => this.operation(id)),
      nextPageToken: to < listed.length ? String(to) : "",
    };
  }
}

const allSucceeded = (count: number) =>
  Object.fromEntries(idsOf(count).map((id) => [id, "succeeded"]));

describe("watchOperations with a source that has a list", () => {
  it("reads the list instead of asking for each", async () => {
    const service = new ListService(idsOf(1_000));
    const updates = await service.watch(idsOf(1_000), { finalOnly: true });
    expect(ends(updates)).toEqual(allSucceeded(1_000));
    expect(service.lists.length).toBeGreaterThanOrEqual(10);
    expect(service.lists.length + service.polls.length).toBeLessThan(150);
  });

  it("asks for none that stands in it, however its pauses are spread", async () => {
    const service = new ListService(idsOf(150));
    const updates = await service.watch(idsOf(150), { finalOnly: true, random: Math.random });
    expect(ends(updates)).toEqual(allSucceeded(150));
    // The last few are fetched one by one.
    expect(new Set(service.polls.map(({ id }) => id)).size).toBeLessThan(22);
    expect(service.lists.length).toBeLessThan(20);
  });

  it("asks for a few one by one", async () => {
    const service = new ListService(idsOf(10));
    const updates = await service.watch(idsOf(10), { finalOnly: true });
    expect(ends(updates)).toEqual(allSucceeded(10));
    expect(service.lists).toEqual([]);
  });

  it("asks one by one for what does not stand in the list", async () => {
    const service = new ListService(idsOf(500));
    const updates = await service.watch(idsOf(520), { finalOnly: true });
    expect(ends(updates)).toEqual(allSucceeded(520));
    const single = new Set(service.polls.map(({ id }) => id));
    for (const id of idsOf(520).slice(500)) expect(single).toContain(id);
    expect(single.size).toBeLessThan(120);
  });

  it("does not read on in a list of others' operations", async () => {
    const others = Array.from({ length: 100_000 }, (_, index) => `other-${index}`);
    const service = new ListService([...others, ...idsOf(50)]);
    const updates = await service.watch(idsOf(50), { finalOnly: true });
    expect(ends(updates)).toEqual(allSucceeded(50));
    expect(service.lists.length).toBeLessThan(60);
  });

  it("ends with a list that never does", async () => {
    const service = new ListService(idsOf(50));
    service.page = () => ({ operations: [service.operation("op-1")], nextPageToken: "again" });
    const updates = await service.watch(idsOf(50), { finalOnly: true });
    expect(ends(updates)).toEqual(allSucceeded(50));
    expect(service.lists.length).toBeLessThan(120);
  });

  it.each<[string, () => unknown]>([
    ["rejects with UNIMPLEMENTED", () => Promise.reject(new RpcError("UNIMPLEMENTED", "no list"))],
    [
      "rejects with PERMISSION_DENIED",
      () => Promise.reject(new RpcError("PERMISSION_DENIED", "no")),
    ],
    [
      "throws",
      () => {
        throw new Error("boom");
      },
    ],
    ["gives nothing", () => undefined],
    ["gives no operations", () => ({ nextPageToken: "more" })],
    [
      "gives a page that throws when it is read",
      () => ({
        get operations() {
          throw new Error("boom");
        },
      }),
    ],
  ])("asks for each, where the list %s, and never for the list again", async (_, page) => {
    const service = new ListService(idsOf(100));
    service.page = page;
    const updates = await service.watch(idsOf(100), { finalOnly: true });
    expect(ends(updates)).toEqual(allSucceeded(100));
    expect(service.lists).toHaveLength(1);
  });

  it.each<[string, unknown]>([
    ["nothing", null],
    [
      "another operation's state, twice",
      { id: "op-3", done: true, error: { code: 9, message: "x" } },
    ],
    ["an operation without an id", { done: true }],
    [
      "one that throws when it is read",
      {
        id: "op-4",
        get done() {
          throw new Error("boom");
        },
      },
    ],
  ])("takes no harm from %s in a page", async (_, odd) => {
    const service = new ListService(idsOf(100));
    const { page } = service;
    service.page = (token, context) => {
      const { operations, ...rest } = page(token, context) as OperationPage;
      return { ...rest, operations: [...operations, odd, odd] };
    };
    const updates = await service.watch(idsOf(100), { finalOnly: true });
    expect(ends(updates)).toEqual(allSucceeded(100));
  });

  it("reads a page again that failed in passing, and slows down for it", async () => {
    const service = new ListService(idsOf(100));
    const { page } = service;
    let failures = 3;
    service.page = (token, context) => {
      if (failures-- > 0) throw new RpcError("RESOURCE_EXHAUSTED", "too many lists");
      return page(token, context);
    };
    const updates = await service.watch(idsOf(100), { finalOnly: true });
    expect(ends(updates)).toEqual(allSucceeded(100));
    const [first, second] = service.lists;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1_000);
    // Nothing was asked for one by one while the list failed.
    expect(service.polls.filter(({ at }) => at < 4_000)).toEqual([]);
  });

  it("does without a list whose page never comes", async () => {
    const service = new ListService(idsOf(100));
    service.page = () => new Promise(() => {});
    const updates = await service.watch(idsOf(100), { finalOnly: true, pollTimeoutMs: 5_000 });
    expect(ends(updates)).toEqual(allSucceeded(100));
    expect(service.lists).toHaveLength(1);
    expect(service.polls[0]?.at).toBe(5_000);
  });

  it.each(["UNAVAILABLE", "RESOURCE_EXHAUSTED", "INTERNAL"] as const)(
    "does without a list that always answers %s",
    async (code) => {
      const service = new ListService(idsOf(100));
      service.page = () => {
        throw new RpcError(code, "the list is broken", { details: [retryInfo(2_000)] });
      };
      const updates = await service.watch(idsOf(100), { finalOnly: true });
      expect(ends(updates)).toEqual(allSucceeded(100));
      expect(service.lists).toHaveLength(3);
      const times = service.lists.map(({ at }) => at);
      for (const [index, at] of times.slice(1).entries()) {
        expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(2_000);
      }
    },
  );

  it("counts a reading among the polls under way", async () => {
    const service = new ListService(idsOf(30), 10);
    let [underWay, most] = [0, 0];
    const counted = async <T>(work: () => PromiseLike<T>): Promise<T> => {
      most = Math.max(most, ++underWay);
      try {
        return await work();
      } finally {
        underWay--;
      }
    };
    const { get, list } = service.source;
    service.source.get = (id, context) => counted(() => get(id, context));
    service.source.list = (context) =>
      counted(async () => (await list?.(context)) as OperationPage);
    const updates = await service.watch(idsOf(60), { finalOnly: true, concurrency: 1 });
    expect(ends(updates)).toEqual(allSucceeded(60));
    expect(service.lists.length).toBeGreaterThan(3);
    expect(most).toBe(1);
  });

  it("reads no further while nobody takes what it has found", async () => {
    const service = new ListService(idsOf(10_000));
    const never = new AbortController().signal;
    const loop = watchOperations(idsOf(10_000), service.options())[Symbol.asyncIterator]();
    await service.clock.until(loop.next());
    await service.clock.until(service.clock.sleep(60_000, never));
    expect(service.lists.length).toBeLessThan(15);
    let count = 1;
    while (!(await service.clock.until(loop.next())).done) count++;
    expect(count).toBeGreaterThanOrEqual(10_000);
  });

  it("gets new credentials for it", async () => {
    const service = new ListService(idsOf(100));
    const { page } = service;
    let token = "old";
    service.page = (pageToken, context) => {
      if (token === "old") throw new RpcError("UNAUTHENTICATED", "expired");
      return page(pageToken, context);
    };
    let refreshes = 0;
    const refreshCredentials = async () => {
      refreshes++;
      token = "new";
    };
    const updates = await service.watch(idsOf(100), { finalOnly: true, refreshCredentials });
    expect(ends(updates)).toEqual(allSucceeded(100));
    expect(refreshes).toBe(1);
    expect(service.lists.length).toBeGreaterThan(3);
  });
});

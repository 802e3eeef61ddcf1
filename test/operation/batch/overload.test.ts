import { describe, expect, it, vi } from "vitest";
import { RpcError, retryInfo } from "../../../src/entry/index.js";
import { done, ends, idsOf, Service } from "./service.js";

/** A service that lets so many polls a second through, with a second's worth in reserve. */
function limited(perSecond: number, hint: boolean) {
  let tokens = perSecond;
  let filledAt = 0;
  const counts = { answered: 0, throttled: 0 };
  const service: Service = new Service((id, poll) => {
    const now = service.clock.now();
    tokens = Math.min(perSecond, tokens + ((now - filledAt) * perSecond) / 1_000);
    filledAt = now;
    if (tokens < 1) {
      counts.throttled++;
      const details = hint ? [retryInfo(1_000)] : [];
      throw new RpcError("RESOURCE_EXHAUSTED", "too many polls", { details });
    }
    tokens--;
    counts.answered++;
    return { id, done: poll >= 3 };
  });
  return { service, counts };
}

/** A service that cannot be reached between two times, in milliseconds. */
function down(
  from: number,
  to: number,
  code: "UNAVAILABLE" | "RESOURCE_EXHAUSTED" = "UNAVAILABLE",
) {
  const failures: number[] = [];
  const service: Service = new Service((id, poll) => {
    const now = service.clock.now();
    if (now >= from && now < to) {
      failures.push(now);
      throw new RpcError(code, "try later");
    }
    return { id, done: poll > 5 };
  });
  return { service, failures };
}

describe("watchOperations against a service that throttles", () => {
  it.each([true, false])(
    "finds the pace that it bears, and loses no operation (it says when to come back: %s)",
    async (hint) => {
      const { service, counts } = limited(100, hint);
      const updates = await service.watch(idsOf(2_000), { finalOnly: true });
      expect(new Set(Object.values(ends(updates)))).toEqual(new Set(["succeeded"]));
      expect(updates).toHaveLength(2_000);
      // Three polls each; those that were throttled count among them.
      expect(counts.answered + counts.throttled).toBeGreaterThanOrEqual(6_000);
      // Without a pace of its own, each second would have thousands.
      expect(counts.throttled / counts.answered).toBeLessThan(0.05);
      // 6,000 polls at 100 a second are a minute.
      expect(service.clock.now()).toBeLessThan(90_000);
    },
  );

  it("does not end an operation for a throttled poll", async () => {
    const { service, failures } = down(0, 30_000, "RESOURCE_EXHAUSTED");
    const updates = await service.watch(["op-0"], { maxPollFailures: 20 });
    expect(ends(updates)).toEqual({ "op-0": "succeeded" });
    expect(failures.length).toBeGreaterThan(3);
  });

  it("ends one that is throttled time after time, while others are answered", async () => {
    const service = new Service((id, poll) => {
      if (id === "op-0") throw new RpcError("RESOURCE_EXHAUSTED", "slow down");
      return { id, done: poll > 100 };
    });
    const updates = await service.watch(idsOf(5), { finalOnly: true });
    const { "op-0": throttled, ...others } = ends(updates);
    expect(throttled).toBe("OperationPollError");
    expect(new Set(Object.values(others))).toEqual(new Set(["succeeded"]));
    expect(service.polls.filter(({ id }) => id === "op-0")).toHaveLength(10);
  });

  it("ends all when a day's quota is used up, after as many refusals as it may bear", async () => {
    const service = new Service(() => {
      throw new RpcError("RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'polls' per day");
    });
    const updates = await service.watch(idsOf(1_000), { concurrency: 4 });
    expect(new Set(Object.values(ends(updates)))).toEqual(new Set(["OperationPollError"]));
    expect(updates).toHaveLength(1_000);
    expect(service.polls.length).toBeLessThan(20);
  });
});

describe("watchOperations of a service that goes away", () => {
  it("loses no operation, and hardly asks meanwhile", async () => {
    const { service, failures } = down(2_000, 40_000);
    const updates = await service.watch(idsOf(500), { finalOnly: true });
    expect(new Set(Object.values(ends(updates)))).toEqual(new Set(["succeeded"]));
    expect(updates).toHaveLength(500);
    // Those under way when it went, then ever fewer.
    expect(failures.length).toBeLessThan(60);
    const later = failures.filter((at) => at > 10_000);
    expect(later.length).toBeLessThan(8);
  });

  it("ends all where it stays away, with why for each", async () => {
    const { service, failures } = down(0, Number.POSITIVE_INFINITY);
    const updates = await service.watch(idsOf(500));
    expect(updates).toHaveLength(500);
    expect(new Set(Object.values(ends(updates)))).toEqual(new Set(["OperationPollError"]));
    for (const { error, operationId } of updates) {
      expect(error).toMatchObject({ operationId });
      expect(RpcError.from(error?.cause)).toMatchObject({ code: 14, message: "try later" });
    }
    expect(failures.length).toBeLessThan(60);
    expect(service.clock.pending).toBe(0);
  });

  it.each([
    [200, 40],
    [2_000, 40],
    [20_000, 60],
  ])("watches on where, of %i, the first %i cannot be reached", async (count, lost) => {
    const unreachable = new Set(idsOf(lost));
    const service = new Service((id, poll) => {
      if (unreachable.has(id)) throw new RpcError("UNAVAILABLE", "its region is down");
      return { id, done: poll === 3 };
    });
    const updates = await service.watch(idsOf(count), { finalOnly: true, random: Math.random });
    const states = Object.values(ends(updates));
    expect(states.filter((state) => state === "succeeded")).toHaveLength(count - lost);
    expect(states.filter((state) => state === "OperationPollError")).toHaveLength(lost);
  });

  it("does not slow down for a few polls that fail in passing", async () => {
    let polls = 0;
    const service = new Service((id, poll) => {
      if (++polls % 20 === 0) throw new RpcError("UNAVAILABLE", "a hiccup");
      return { id, done: poll >= 3 };
    });
    await service.watch(idsOf(2_000), { finalOnly: true });
    // About 6,000 polls of 10 ms, 32 at a time, and the pauses of those that come last.
    expect(service.clock.now()).toBeLessThan(15_000);
  });

  it("gives up one that alone cannot be reached, and watches the rest", async () => {
    const service = new Service((id, poll) => {
      if (id === "op-0") throw new RpcError("UNAVAILABLE", "its host is down");
      return { id, done: poll > 200 };
    });
    const options = { backoff: { initialMs: 1_000, factor: 1 }, maxPollFailures: 3 };
    const updates = await service.watch(idsOf(20), { ...options, finalOnly: true });
    const { "op-0": lost, ...rest } = ends(updates);
    expect(lost).toBe("OperationPollError");
    expect(new Set(Object.values(rest))).toEqual(new Set(["succeeded"]));
  });
});

describe("watchOperations with credentials that expire", () => {
  const refused = () => {
    throw new RpcError("UNAUTHENTICATED", "the token has expired");
  };

  it("gets new ones once for all the polls that were refused, and again when those expire", async () => {
    let token = 0;
    const service: Service = new Service((id, poll) => {
      const needed = service.clock.now() < 60_000 ? 1 : 2;
      return token < needed ? refused() : { id, done: poll > 12 };
    });
    const refreshCredentials = vi.fn(async () => {
      await service.clock.sleep(500, new AbortController().signal);
      token++;
    });
    const updates = await service.watch(idsOf(300), { refreshCredentials, finalOnly: true });
    expect(new Set(Object.values(ends(updates)))).toEqual(new Set(["succeeded"]));
    expect(updates).toHaveLength(300);
    expect(refreshCredentials).toHaveBeenCalledTimes(2);
  });

  it("does not get new ones for a poll that began with the old ones, though others succeeded since", async () => {
    let token = "old";
    const service: Service = new Service(
      async (id) => {
        const sent = token;
        if (id === "op-1") await service.clock.sleep(2_000, new AbortController().signal);
        return sent === "old" ? refused() : done(id);
      },
      { latencyMs: 1 },
    );
    const refreshCredentials = vi.fn(async () => {
      token = "new";
    });
    const updates = await service.watch(idsOf(2), { refreshCredentials });
    expect(ends(updates)).toEqual({ "op-0": "succeeded", "op-1": "succeeded" });
    expect(refreshCredentials).toHaveBeenCalledTimes(1);
  });

  it.each<[string, (() => Promise<void>) | undefined]>([
    ["there are no new ones to be had", undefined],
    ["getting new ones fails", () => Promise.reject(new Error("no token today"))],
    ["new ones do not help", async () => {}],
  ])("ends all after a few refusals, where %s", async (_, refreshCredentials) => {
    const service = new Service(refused);
    const options = refreshCredentials ? { refreshCredentials } : {};
    const updates = await service.watch(idsOf(1_000), { concurrency: 4, ...options });
    expect(updates).toHaveLength(1_000);
    expect(new Set(Object.values(ends(updates)))).toEqual(new Set(["OperationPollError"]));
    expect(service.polls.length).toBeLessThan(40);
  });

  it("watches on where only some are refused", async () => {
    const service = new Service((id) => (id.endsWith("7") ? refused() : done(id)));
    const updates = await service.watch(idsOf(300));
    const states = Object.values(ends(updates));
    expect(states.filter((state) => state === "succeeded")).toHaveLength(270);
    expect(states.filter((state) => state === "OperationPollError")).toHaveLength(30);
  });
});

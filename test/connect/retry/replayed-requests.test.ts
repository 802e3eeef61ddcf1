import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ReplayedRequests } from "../../../src/connect/retry/replayed-requests.js";
import { countKept } from "../../fixtures/left-behind.js";

const unbounded = { maxBufferBytes: Number.POSITIVE_INFINITY, measure: () => 1 };

/** A source that can be read once, and only by one at a time; tells what was asked of it. */
function source(count: number, end?: Error) {
  const told = { read: 0, returned: 0, thrown: [] as unknown[] };
  let reading = false;
  const iterator: AsyncIterableIterator<number> = {
    [Symbol.asyncIterator]: () => iterator,
    async next() {
      if (reading) throw new Error("read by two at a time");
      reading = true;
      await Promise.resolve();
      reading = false;
      if (told.read < count) return { done: false, value: ++told.read };
      if (end) throw end;
      return { done: true, value: undefined };
    },
    async return() {
      told.returned++;
      return { done: true, value: undefined };
    },
    async throw(reason) {
      told.thrown.push(reason);
      return { done: true, value: undefined };
    },
  };
  return { iterator, told };
}

async function take(messages: AsyncIterator<number>, count: number): Promise<number[]> {
  const taken: number[] = [];
  while (taken.length < count) {
    const { done, value } = await messages.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

describe("ReplayedRequests", () => {
  it("gives each attempt all messages in order, wherever the ones before it stopped", async () => {
    const attempt = fc.record({
      taken: fc.nat(6),
      // Whether it asks once more, and does not wait for it.
      asks: fc.boolean(),
      closes: fc.boolean(),
      commits: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.nat(6), fc.array(attempt, { maxLength: 5 }), async (count, attempts) => {
        const { iterator, told } = source(count);
        const requests = new ReplayedRequests(iterator, unbounded);
        for (const { taken, asks, closes } of attempts) {
          const messages = requests.attempt()[Symbol.asyncIterator]();
          expect(await take(messages, taken)).toEqual(numbers(Math.min(taken, count)));
          if (asks) void messages.next();
          if (closes) await messages.return?.();
          else requests.stop();
        }
        const last = requests.attempt()[Symbol.asyncIterator]();
        const before = await take(last, attempts.length);
        requests.commit();
        expect([...before, ...(await take(last, 10))]).toEqual(numbers(count));
        expect(told).toEqual({ read: count, returned: 0, thrown: [] });
      }),
    );
  });

  it("gives an attempt that is over no more, even of what it had asked for", async () => {
    const { iterator } = source(3);
    const requests = new ReplayedRequests(iterator, unbounded);
    const old = requests.attempt()[Symbol.asyncIterator]();
    const asked = old.next();
    const present = requests.attempt()[Symbol.asyncIterator]();
    expect(await asked).toEqual({ done: true, value: undefined });
    expect(await old.next()).toEqual({ done: true, value: undefined });
    expect(await take(present, 9)).toEqual([1, 2, 3]);
  });

  it("answers several reads of one attempt at once in order", async () => {
    const { iterator } = source(3);
    const messages = new ReplayedRequests(iterator, unbounded).attempt()[Symbol.asyncIterator]();
    const results = await Promise.all([1, 2, 3, 4].map(() => messages.next()));
    expect(results.map(({ value }) => value)).toEqual([1, 2, 3, undefined]);
  });

  it("is committed by the message that goes beyond the bound, which still arrives", async () => {
    const { iterator } = source(5);
    const options = { maxBufferBytes: 20, measure: () => 10 };
    const requests = new ReplayedRequests(iterator, options);
    const messages = requests.attempt()[Symbol.asyncIterator]();
    expect(await take(messages, 2)).toEqual([1, 2]);
    expect(requests.isCommitted).toBe(false);
    expect(await take(messages, 9)).toEqual([3, 4, 5]);
    expect(requests.isCommitted).toBe(true);
  });

  it("measures nothing once it is committed", async () => {
    const { iterator } = source(4);
    let measured = 0;
    const measure = () => ++measured;
    const requests = new ReplayedRequests(iterator, { maxBufferBytes: 100, measure });
    const messages = requests.attempt()[Symbol.asyncIterator]();
    await take(messages, 2);
    requests.commit();
    expect(await take(messages, 9)).toEqual([3, 4]);
    expect(measured).toBe(2);
  });

  it("lets go of what has been sent once it is committed", async () => {
    const sent: WeakRef<object>[] = [];
    async function* messages() {
      for (let id = 0; id < 100; id++) {
        const message = { id };
        sent.push(new WeakRef(message));
        yield message;
      }
    }
    const requests = new ReplayedRequests<{ id: number }>(messages(), unbounded);
    const old = requests.attempt()[Symbol.asyncIterator]();
    for (let id = 0; id < 100; id++) await old.next();
    const present = requests.attempt()[Symbol.asyncIterator]();
    for (let id = 0; id < 90; id++) await present.next();
    const kept = () => countKept(sent);
    expect(await kept()).toBe(100);
    requests.commit();
    // The rest is still to be sent. The engine itself may hold the last one or two.
    expect(await kept()).toBeLessThan(15);
    for (let id = 90; id < 100; id++) expect((await present.next()).value?.id).toBe(id);
    expect(await kept()).toBeLessThan(5);
  });

  it("tells that the source failed, after what it gave before", async () => {
    const mistake = new Error("no such file");
    const { iterator } = source(2, mistake);
    const requests = new ReplayedRequests(iterator, unbounded);
    for (let attempt = 0; attempt < 2; attempt++) {
      const messages = requests.attempt()[Symbol.asyncIterator]();
      expect(await take(messages, 2)).toEqual([1, 2]);
      await expect(messages.next()).rejects.toBe(mistake);
      expect(requests.hasFailed).toBe(true);
    }
  });

  it.each([
    ["gives no iterator", { [Symbol.asyncIterator]: () => undefined }],
    ["is none", {}],
    ["throws", { [Symbol.asyncIterator]: () => expect.fail("thrown") }],
    ["gives no results", { [Symbol.asyncIterator]: () => ({ next: () => undefined }) }],
  ])("fails as the source does that %s", async (_, bad) => {
    const requests = new ReplayedRequests(bad as unknown as AsyncIterable<number>, unbounded);
    const messages = requests.attempt()[Symbol.asyncIterator]();
    await expect(messages.next()).rejects.toThrow();
    expect(requests.hasFailed).toBe(true);
  });

  it("closes the source with the last attempt only", async () => {
    const { iterator, told } = source(5);
    const requests = new ReplayedRequests(iterator, unbounded);
    const old = requests.attempt()[Symbol.asyncIterator]();
    await take(old, 1);
    await old.throw?.(new Error("broken pipe"));
    const present = requests.attempt()[Symbol.asyncIterator]();
    await take(present, 1);
    requests.commit();
    await old.return?.();
    expect(told).toMatchObject({ returned: 0, thrown: [] });
    await present.return?.();
    expect(told).toMatchObject({ returned: 1, thrown: [] });
    expect(await take(present, 1)).toEqual([]);
  });

  it("passes on what the last attempt throws into the source", async () => {
    const { iterator, told } = source(5);
    const requests = new ReplayedRequests(iterator, unbounded);
    const messages = requests.attempt()[Symbol.asyncIterator]();
    await take(messages, 1);
    requests.commit();
    const broken = new Error("broken pipe");
    await messages.throw?.(broken);
    expect(told).toMatchObject({ returned: 0, thrown: [broken] });
  });
});

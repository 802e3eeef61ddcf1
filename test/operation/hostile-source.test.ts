import { setImmediate as turn } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OperationPollError, waitForOperation } from "../../src/entry/operation.js";
import { HOSTILE_VALUES } from "../fixtures/hostile-values.js";
import { VirtualClock } from "../retry/virtual-clock.js";
import { caught } from "./scripted-source.js";

const running = { id: "op1", done: false };
const done = { id: "op1", done: true };

const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);

beforeAll(() => {
  process.on("unhandledRejection", note);
});

afterAll(() => {
  process.off("unhandledRejection", note);
});

/** What the waiting ends with, over a source of which nothing is known. */
async function outcome(get: () => unknown): Promise<unknown> {
  const clock = new VirtualClock();
  const options = { get: get as () => Promise<unknown>, clock, timeoutMs: 60_000 };
  const waiting = waitForOperation("op1", options).then(
    () => "succeeded",
    (error: unknown) => error,
  );
  const result = await clock.until(waiting);
  expect(clock.pending).toBe(0);
  await turn();
  expect(unhandled).toEqual([]);
  return result;
}

describe("a source that does not keep to its promise", () => {
  it.each<[string, () => unknown]>([
    ["gives an operation and no promise", () => done],
    [
      "gives a thenable",
      // biome-ignore lint/suspicious/noThenProperty: that is what this is about
      () => ({ then: (resolve: (value: unknown) => void) => resolve(done) }),
    ],
    [
      "gives a thenable that resolves twice, then rejects and throws",
      () => ({
        // biome-ignore lint/suspicious/noThenProperty: that is what this is about
        then(resolve: (value: unknown) => void, reject: (reason: unknown) => void) {
          resolve(done);
          resolve(running);
          reject(new Error("late"));
          throw new Error("later");
        },
      }),
    ],
  ])("is understood where it %s", async (_, get) => {
    expect(await outcome(get)).toBe("succeeded");
  });

  it.each<[string, () => unknown]>([
    [
      "throws at once",
      () => {
        throw new Error("boom");
      },
    ],
    ["gives nothing", () => undefined],
    ["rejects with nothing", () => Promise.reject()],
    [
      "gives a thenable that throws",
      () => ({
        // biome-ignore lint/suspicious/noThenProperty: that is what this is about
        then() {
          throw new Error("boom");
        },
      }),
    ],
    [
      "gives an object whose then throws",
      () => {
        const get = () => {
          throw new Error("boom");
        };
        // biome-ignore lint/suspicious/noThenProperty: that is what this is about
        return Object.defineProperty({}, "then", { get });
      },
    ],
    ["answers with another operation", async () => ({ id: "op2", done: true })],
  ])("ends the waiting where it %s", async (_, get) => {
    expect(await outcome(get)).toBeInstanceOf(OperationPollError);
  });

  it.each(Object.entries(HOSTILE_VALUES))(
    "ends the waiting where it rejects with %s",
    async (_, value) => {
      expect(await outcome(() => Promise.reject(value()))).toBeInstanceOf(OperationPollError);
    },
  );

  it.each(Object.entries(HOSTILE_VALUES))(
    "ends the waiting where it answers %s",
    async (_, value) => {
      expect(await outcome(() => value())).toBeInstanceOf(OperationPollError);
    },
  );

  it("is not listened to any more where it rejects after its time", async () => {
    const clock = new VirtualClock();
    const rejects: (() => void)[] = [];
    const get = () =>
      rejects.length > 0
        ? Promise.resolve(done)
        : new Promise((_resolve, reject) => rejects.push(() => reject(new Error("late"))));
    await clock.until(waitForOperation("op1", { get, clock }));
    for (const reject of rejects) reject();
    await turn();
    expect(unhandled).toEqual([]);
  });

  it("may take in a metadata that is a cycle, and changes in every answer", async () => {
    const cyclic = (count: number) => {
      const metadata: Record<string, unknown> = { count };
      metadata.self = metadata;
      return { ...running, metadata };
    };
    const answers = [cyclic(1), cyclic(1), cyclic(2), done];
    let seen = 0;
    const clock = new VirtualClock();
    const onProgress = () => ++seen;
    const get = async () => answers.shift();
    await clock.until(waitForOperation("op1", { get, clock, onProgress }));
    expect(seen).toBeGreaterThanOrEqual(3);
  });

  it("may have an operation whose error throws when it is read", async () => {
    const error = Object.defineProperty({ code: 8 }, "message", {
      get: () => {
        throw new Error("boom");
      },
    });
    const ended = await outcome(async () => ({ id: "op1", done: true, error }));
    expect(ended).toMatchObject({ operationId: "op1" });
  });

  it("may call onHeaders when nobody listens any more, and as often as it likes", async () => {
    const clock = new VirtualClock();
    const late: (() => void)[] = [];
    const error = await caught(
      waitForOperation("op1", {
        clock,
        get: async (_, { onHeaders }) => {
          for (let i = 0; i < 10_000; i++) onHeaders({ "x-request-id": `${i}` });
          late.push(() => onHeaders({ "x-request-id": "late" }));
          return { id: "op1", done: true, error: { code: 8, message: "quota exceeded" } };
        },
      }),
    );
    for (const call of late) call();
    expect((error as { requestIds: string[] }).requestIds.length).toBeLessThan(100);
    expect((error as { requestIds: string[] }).requestIds).not.toContain("late");
  });
});

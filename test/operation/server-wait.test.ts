import { describe, expect, it } from "vitest";
import { RpcError } from "../../src/entry/index.js";
import {
  OperationPollError,
  type PollContext,
  waitForOperation,
} from "../../src/entry/operation.js";
import { VirtualClock } from "../retry/virtual-clock.js";
import { type Answer, caught, script } from "./scripted-source.js";

const running = { name: "operations/7", done: false };
const done = { name: "operations/7", done: true };
const unimplemented = new RpcError("UNIMPLEMENTED", "no WaitOperation here");
const id = "operations/7";

function setUp(waits: Answer[], gets: Answer[] = [done]) {
  const clock = new VirtualClock();
  const wait = script(clock, ...waits);
  const get = script(clock, ...gets);
  const source = { get: get.get, wait: wait.get };
  return { clock, wait, get, options: { source, clock, random: () => 0.5 } };
}

describe("a source that lets the server wait", () => {
  it("is asked so, again at once where the server has waited, and never polled", async () => {
    const times: number[] = [];
    const goesOn = async (_: string, { timeoutMs }: PollContext) => {
      times.push(timeoutMs);
      await clock.sleep(timeoutMs, new AbortController().signal);
      return running;
    };
    const { clock, wait, get, options } = setUp([goesOn, goesOn, done]);
    await clock.until(waitForOperation(id, { ...options, pollTimeoutMs: 20_000 }));
    expect(times).toEqual([20_000, 20_000]);
    expect(wait.times).toEqual([0, 20_000, 40_000]);
    expect(get.ids).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it("is asked after a pause where the server did not really wait", async () => {
    const { clock, wait, options } = setUp([running, running, done]);
    await clock.until(waitForOperation(id, options));
    expect(wait.times).toEqual([0, 1_000, 2_500]);
  });

  it("is given a second more than it was told, to answer", async () => {
    const late = async (_: string, { timeoutMs }: PollContext) => {
      await clock.sleep(timeoutMs + 900, new AbortController().signal);
      return done;
    };
    const { clock, wait, options } = setUp([late]);
    await clock.until(waitForOperation(id, options));
    expect(wait.ids).toHaveLength(1);
  });

  it("is polled for good after UNIMPLEMENTED, at once, which is no failure", async () => {
    const { clock, wait, get, options } = setUp([unimplemented], [running, done]);
    await clock.until(waitForOperation(id, { ...options, maxPollFailures: 1 }));
    expect(wait.ids).toHaveLength(1);
    expect(get.times).toEqual([0, 1_000]);
  });

  it("is given up where get is not there, either", async () => {
    const { clock, options } = setUp([unimplemented], [unimplemented]);
    const error = await clock.until(caught(waitForOperation(id, options)));
    expect(error).toBeInstanceOf(OperationPollError);
  });

  it("is asked again after it failed for a moment", async () => {
    const { clock, wait, options } = setUp([new RpcError("UNAVAILABLE", "away"), done]);
    await clock.until(waitForOperation(id, options));
    expect(wait.times).toEqual([0, 1_000]);
  });

  it("keeps its own this", async () => {
    class Client {
      readonly answer = done;
      async get() {
        return this.answer;
      }
      async wait() {
        return this.answer;
      }
    }
    await expect(waitForOperation(id, { source: new Client() })).resolves.toBeUndefined();
  });
});

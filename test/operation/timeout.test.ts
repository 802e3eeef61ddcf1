import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Code, RpcError } from "../../src/entry/index.js";
import { OperationTimeoutError, waitForOperation } from "../../src/entry/operation.js";
import { attemptsOf } from "../../src/entry/retry.js";
import { caught, setUp, silence } from "./scripted-source.js";

const running = { id: "op1", done: false };
const away = new RpcError("UNAVAILABLE", "restarting");

describe("timeoutMs", () => {
  it.each<[string, unknown, object]>([
    ["a pause", running, {}],
    ["a poll that never answers", silence, {}],
    ["polls that fail", away, { maxPollFailures: 1_000 }],
    ["onProgress", running, { onProgress: silence }],
    [
      "refreshCredentials",
      new RpcError("UNAUTHENTICATED", "expired"),
      { refreshCredentials: silence },
    ],
  ])("holds in %s", async (_, answer, more) => {
    const { options, clock } = setUp(answer);
    const start = clock.now();
    const error = await clock.until(
      caught(waitForOperation("op1", { ...options, ...more, timeoutMs: 10_000 })),
    );
    expect(error).toBeInstanceOf(OperationTimeoutError);
    expect(error).toMatchObject({ operationId: "op1", reason: "timeout", cancelRequested: false });
    expect(String(error)).toContain("not over after 10000 ms; operation op1 still runs");
    expect(RpcError.from(error).code).toBe(Code.DEADLINE_EXCEEDED);
    expect(clock.now() - start).toBe(10_000);
    expect(clock.pending).toBe(0);
  });

  it("leaves what failed last in the history", async () => {
    const { options, clock } = setUp(running, away);
    const error = await clock.until(
      caught(waitForOperation("op1", { ...options, timeoutMs: 2_000 })),
    );
    expect(error).toMatchObject({ attempts: 2, snapshot: { state: "running" } });
    expect(attemptsOf(error).map(({ error: one }) => one)).toEqual([away]);
  });

  it("of 0 ends the waiting before the first poll", async () => {
    const { options, clock, ids } = setUp(running);
    const error = await clock.until(
      caught(waitForOperation(running, { ...options, timeoutMs: 0 })),
    );
    expect(error).toBeInstanceOf(OperationTimeoutError);
    expect(ids).toEqual([]);
  });
});

describe("signal", () => {
  it.each<[string, unknown]>([
    ["a pause", running],
    ["a poll that never answers", silence],
  ])("stops the waiting at once in %s", async (_, answer) => {
    const { options, clock, signals } = setUp(answer);
    const controller = new AbortController();
    const reason = new Error("enough");
    const waiting = caught(waitForOperation("op1", { ...options, signal: controller.signal }));
    await turn();
    controller.abort(reason);
    const error = await waiting;
    expect(error).toBeInstanceOf(OperationTimeoutError);
    expect(error).toMatchObject({ cause: reason, reason: "aborted", attempts: 1 });
    expect(String(error)).toContain("waiting was aborted; operation op1 still runs");
    if (answer === silence) expect(signals[0]?.aborted).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it.each([new Error("enough"), "enough", undefined, null, Number.NaN])(
    "that was aborted before keeps the operation from being asked for (reason %s)",
    async (reason) => {
      const { options, ids } = setUp(running);
      const signal = AbortSignal.abort(reason);
      const error = await caught(waitForOperation("op1", { ...options, signal }));
      expect(error).toBeInstanceOf(OperationTimeoutError);
      expect(error).toMatchObject({ reason: "aborted", attempts: 0, cause: signal.reason });
      expect(ids).toEqual([]);
    },
  );
});

describe("cancelOnAbort", () => {
  it("asks once to cancel the operation before the waiting ends, by time or signal", async () => {
    for (const more of [{ timeoutMs: 10_000 }, { signal: AbortSignal.abort() }]) {
      const { options, clock } = setUp(running);
      const ids: string[] = [];
      const cancel = async (id: string) => ids.push(id);
      const error = await clock.until(
        caught(waitForOperation("op1", { ...options, ...more, cancel, cancelOnAbort: true })),
      );
      expect(error).toBeInstanceOf(OperationTimeoutError);
      expect(error).toMatchObject({ cancelRequested: true });
      expect(ids).toEqual(["op1"]);
      expect(clock.pending).toBe(0);
    }
  });

  it.each<[string, () => PromiseLike<unknown>]>([
    ["rejects", () => Promise.reject(new RpcError("UNIMPLEMENTED", "no"))],
    [
      "throws",
      () => {
        throw new Error("boom");
      },
    ],
    ["never answers", silence],
  ])("does not mind a cancel that %s", async (_, cancel) => {
    const { options, clock } = setUp(running);
    const start = clock.now();
    const signal = AbortSignal.abort("enough");
    const signals: AbortSignal[] = [];
    const error = await clock.until(
      caught(
        waitForOperation("op1", {
          ...options,
          signal,
          cancelOnAbort: true,
          cancel(_id, context) {
            signals.push(context.signal);
            return cancel();
          },
        }),
      ),
    );
    expect(error).toMatchObject({ cause: "enough", cancelRequested: true });
    expect(clock.now() - start).toBe(cancel === silence ? 5_000 : 0);
    expect(signals.map(({ aborted }) => aborted)).toEqual([cancel === silence]);
    expect(clock.pending).toBe(0);
  });

  it("does nothing where the waiting ends otherwise", async () => {
    const cancel = () => Promise.reject(new Error("must not be called"));
    for (const answer of [{ id: "op1", done: true }, new RpcError("PERMISSION_DENIED", "no")]) {
      let calls = 0;
      const counted = () => {
        calls++;
        return cancel();
      };
      const { options, clock } = setUp(answer);
      const more = { cancel: counted, cancelOnAbort: true };
      await clock.until(caught(waitForOperation("op1", { ...options, ...more })));
      expect(calls).toBe(0);
    }
  });

  it("does nothing unless it is set", async () => {
    const { options, clock } = setUp(running);
    let calls = 0;
    const cancel = async () => ++calls;
    const signal = AbortSignal.abort();
    const error = await clock.until(
      caught(waitForOperation("op1", { ...options, cancel, signal })),
    );
    expect(error).toMatchObject({ cancelRequested: false });
    expect(calls).toBe(0);
  });
});

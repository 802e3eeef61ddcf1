import { create } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { BookSchema, ShelfSchema } from "../../gen/example/library/v1/library_pb.js";
import { OperationSchema } from "../../gen/yandex/cloud/operation/operation_pb.js";
import { Code, RpcError } from "../../src/entry/index.js";
import {
  OperationFailedError,
  OperationPollError,
  OperationTimeoutError,
  waitForOperation,
} from "../../src/entry/operation.js";
import { FakeClock } from "./fake-clock.js";

const running = { id: "op1", done: false };
const quota = {
  code: 8,
  message: "quota exceeded",
  details: [
    {
      "@type": "type.googleapis.com/google.rpc.ErrorInfo",
      reason: "SHELVES",
      domain: "library.example",
    },
  ],
};
const failing = { id: "op1", done: false, error: quota };
const failed = { id: "op1", done: true, error: quota };
const done = create(OperationSchema, {
  id: "op1",
  done: true,
  result: {
    case: "response",
    value: anyPack(ShelfSchema, create(ShelfSchema, { topic: "Poetry" })),
  },
});

/** A `get` that gives one answer after the other, the last one for good; errors are thrown. */
function script(...answers: unknown[]) {
  const ids: string[] = [];
  const get = async (id: string) => {
    ids.push(id);
    const answer = answers[Math.min(ids.length, answers.length) - 1];
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { get, ids };
}

function setUp(...answers: unknown[]) {
  const clock = new FakeClock();
  const { get, ids } = script(...answers);
  return { clock, ids, options: { get, clock, random: () => 0.5 } };
}

const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe("waitForOperation", () => {
  it("gives the typed response", async () => {
    const { options, ids, clock } = setUp(running, running, done);
    const shelf = await waitForOperation("op1", { ...options, response: ShelfSchema });
    expect(shelf?.topic).toBe("Poetry");
    expect(ids).toEqual(["op1", "op1", "op1"]);
    expect(clock.pending).toBe(0);
  });

  it("does not poll an operation that is over", async () => {
    const { options, ids } = setUp(running);
    await waitForOperation(done, options);
    expect(ids).toEqual([]);
  });

  it("polls with growing pauses up to the longest", async () => {
    const { options, clock } = setUp(...Array(12).fill(running), done);
    await waitForOperation(running, options);
    const expected = Array.from({ length: 13 }, (_, i) =>
      Math.min(30_000, 1_000 * 1.5 ** Math.max(0, i - 1)),
    );
    expect(clock.pauses).toEqual(expected);
  });

  it.each([
    [0, 800],
    [1, 1_200],
  ])("spreads its pauses by a fifth either way (random %d)", async (random, pause) => {
    const { options, clock } = setUp(running, done);
    await waitForOperation("op1", { ...options, random: () => random });
    expect(clock.pauses).toEqual([pause]);
  });

  it("throws the operation's error with its details", async () => {
    const { options } = setUp(running, failed);
    const error = await caught(waitForOperation("op1", options));
    expect(error).toBeInstanceOf(OperationFailedError);
    expect(error).toBeInstanceOf(RpcError);
    expect(error).not.toBeInstanceOf(OperationPollError);
    expect(error).toMatchObject({
      name: "OperationFailedError",
      code: Code.RESOURCE_EXHAUSTED,
      message: "quota exceeded",
      reason: "SHELVES",
      via: "operation",
      operationId: "op1",
      attempts: 2,
      snapshot: { state: "failed" },
    });
    expect((error as Error).stack).toMatch(
      /^OperationFailedError \[RESOURCE_EXHAUSTED\]: quota exceeded\n/,
    );
  });

  it("waits for the end of a rollback", async () => {
    const { options } = setUp(failing, failing, failed);
    expect(await caught(waitForOperation("op1", options))).toMatchObject({ attempts: 3 });
  });

  it("throws at the beginning of a rollback with failFast", async () => {
    const { options } = setUp(running, failing, failed);
    const error = await caught(waitForOperation("op1", { ...options, failFast: true }));
    expect(error).toBeInstanceOf(OperationFailedError);
    expect(error).toMatchObject({ attempts: 2, snapshot: { state: "failing" } });
  });

  it("gives undefined for a success without a response", async () => {
    const { options } = setUp({ id: "op1", done: true });
    expect(await waitForOperation("op1", { ...options, response: ShelfSchema })).toBeUndefined();
  });

  it("throws a poll error, not the operation's, where asking fails", async () => {
    const cause = new RpcError("PERMISSION_DENIED", "not yours");
    const { options, clock } = setUp(running, cause);
    const error = await caught(waitForOperation("op1", options));
    expect(error).toBeInstanceOf(OperationPollError);
    expect(error).not.toBeInstanceOf(RpcError);
    expect(error).toMatchObject({
      operationId: "op1",
      attempts: 2,
      cause,
      snapshot: { state: "running" },
    });
    expect(RpcError.from(error).code).toBe(Code.PERMISSION_DENIED);
    expect(clock.pending).toBe(0);
  });

  it("throws a poll error where the answer is no operation", async () => {
    const { options } = setUp({ html: true });
    expect(await caught(waitForOperation("op1", options))).toBeInstanceOf(OperationPollError);
  });

  it("takes JSON of an error for what it is, since fetch gives it like any answer", async () => {
    const denied = setUp({ code: 16, message: "token expired", details: [] });
    const error = await caught(waitForOperation("op1", denied.options));
    expect(error).toBeInstanceOf(OperationPollError);
    expect(RpcError.from(error)).toMatchObject({ code: Code.UNAUTHENTICATED });
    expect(String(error)).toContain("token expired");
    const away = { error: { code: 503, message: "restarting", status: "UNAVAILABLE" } };
    await expect(waitForOperation("op1", setUp(away, done).options)).resolves.toBeDefined();
  });

  it("throws a poll error where the response is of another type", async () => {
    const { options } = setUp(done);
    const error = await caught(waitForOperation("op1", { ...options, response: BookSchema }));
    expect(error).toBeInstanceOf(OperationPollError);
    expect(String(error)).toContain("example.library.v1.Shelf, not example.library.v1.Book");
  });

  it("asks again after UNAVAILABLE", async () => {
    const { options } = setUp(new RpcError("UNAVAILABLE", "restarting"), running, done);
    await expect(waitForOperation("op1", options)).resolves.toBeDefined();
  });

  it("stops after timeoutMs, polls that never answer included", async () => {
    for (const get of [script(running).get, () => new Promise<never>(() => {})]) {
      const clock = new FakeClock();
      const error = await caught(waitForOperation("op1", { get, clock, timeoutMs: 10_000 }));
      expect(error).toBeInstanceOf(OperationTimeoutError);
      expect(error).toMatchObject({ operationId: "op1" });
      expect(String(error)).toContain("op1 still runs");
      expect(clock.now()).toBe(10_000);
      expect(clock.pending).toBe(0);
      expect(RpcError.from(error).code).toBe(Code.DEADLINE_EXCEEDED);
    }
  });

  it("stops at once when its signal is aborted", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const options = {
      get: script(running).get,
      signal: controller.signal,
      backoff: { initialMs: 60_000 },
    };
    const waiting = caught(waitForOperation("op1", options));
    setTimeout(() => controller.abort(reason), 5);
    const error = await waiting;
    expect(error).toBeInstanceOf(OperationTimeoutError);
    expect(error).toMatchObject({ cause: reason, attempts: 1 });
    expect(await caught(waitForOperation("op1", options))).toMatchObject({
      cause: reason,
      attempts: 0,
    });
  });

  it("tells of every state it polled", async () => {
    const states: string[] = [];
    const { options } = setUp(running, failing, failed);
    await caught(
      waitForOperation("op1", { ...options, onProgress: ({ state }) => states.push(state) }),
    );
    expect(states).toEqual(["running", "failing", "failed"]);
  });

  it("awaits onProgress, and ends with what it rejects with", async () => {
    const { options, clock } = setUp(running, done);
    const reason = new Error("the screen is gone");
    const error = await caught(
      waitForOperation("op1", { ...options, onProgress: () => Promise.reject(reason) }),
    );
    expect(error).toBe(reason);
    expect(clock.pending).toBe(0);
  });

  it.each([
    ["an id of another type", 7, {}],
    ["an empty id", "", {}],
    ["no get", "op1", { get: undefined }],
    ["a negative timeoutMs", "op1", { timeoutMs: -1 }],
    ["a factor below 1", "op1", { backoff: { factor: 0.5 } }],
    ["a NaN pause", "op1", { backoff: { initialMs: Number.NaN } }],
  ])("refuses %s with a TypeError", async (_name, operation, wrong) => {
    const { options } = setUp(done);
    const error = await caught(waitForOperation(operation, { ...options, ...wrong } as never));
    expect(error).toBeInstanceOf(TypeError);
  });
});

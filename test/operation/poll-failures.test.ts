import { Code as ConnectCode, ConnectError } from "@connectrpc/connect";
import { Metadata } from "@grpc/grpc-js";
import { describe, expect, it, vi } from "vitest";
import { Code, RpcError, retryInfo } from "../../src/entry/index.js";
import {
  OperationPollError,
  type PollRetryNotice,
  waitForOperation,
} from "../../src/entry/operation.js";
import { attemptsOf } from "../../src/entry/retry.js";
import { caught, pausesOf, setUp, silence } from "./scripted-source.js";

const running = { id: "op1", done: false };
const done = { id: "op1", done: true };
const away = new RpcError("UNAVAILABLE", "restarting");
const missing = new RpcError("NOT_FOUND", "no such operation");
const expired = new RpcError("UNAUTHENTICATED", "token expired");

describe("a poll that fails", () => {
  it("is repeated after the ordinary pause where the service is away", async () => {
    const { options, clock, times } = setUp(away, running, away, done);
    await clock.until(waitForOperation("op1", options));
    expect(pausesOf(times)).toEqual([0, 1_000, 1_500, 2_250]);
  });

  it("is repeated when the service says, and up to a half later", async () => {
    for (const [random, pause] of [
      [0, 4_000],
      [1, 6_000],
    ] as const) {
      const busy = new RpcError("UNAVAILABLE", "busy", { details: [retryInfo(4_000)] });
      const { options, clock, times } = setUp(busy, done);
      await clock.until(waitForOperation("op1", { ...options, random: () => random }));
      expect(times).toEqual([0, pause]);
    }
  });

  it("is repeated at most ten seconds later than the service says", async () => {
    const busy = new RpcError("RESOURCE_EXHAUSTED", "busy", { details: [retryInfo(600_000)] });
    const { options, clock, times } = setUp(busy, done);
    await clock.until(waitForOperation("op1", { ...options, random: () => 1 }));
    expect(times).toEqual([0, 610_000]);
  });

  it("ends the waiting where another would fail as well, with its cause and history", async () => {
    const cause = new RpcError("PERMISSION_DENIED", "not yours");
    const { options, clock } = setUp(running, away, cause);
    const error = await clock.until(caught(waitForOperation("op1", options)));
    expect(error).toBeInstanceOf(OperationPollError);
    expect(error).toMatchObject({
      operationId: "op1",
      attempts: 3,
      cause,
      snapshot: { state: "running" },
    });
    expect(RpcError.from(error).code).toBe(Code.PERMISSION_DENIED);
    expect(attemptsOf(error).map(({ error: one, attempt }) => [one, attempt])).toEqual([
      [away, 2],
      [cause, 3],
    ]);
    expect(attemptsOf(error).at(-1)?.stopReason).toContain("PERMISSION_DENIED");
    expect(clock.pending).toBe(0);
  });

  it("ends the waiting where the service wants a longer pause than there is time", async () => {
    const busy = new RpcError("UNAVAILABLE", "busy", { details: [retryInfo(60_000)] });
    const { options, clock, times } = setUp(busy, done);
    const error = await clock.until(
      caught(waitForOperation("op1", { ...options, timeoutMs: 10_000 })),
    );
    expect(error).toBeInstanceOf(OperationPollError);
    expect(times).toEqual([0]);
  });

  it.each([
    [undefined, 10],
    [3, 3],
    [1, 1],
  ])("ends the waiting as one too many (maxPollFailures: %s)", async (maxPollFailures, polls) => {
    const { options, clock, ids } = setUp(away);
    const more = maxPollFailures === undefined ? {} : { maxPollFailures };
    const error = await clock.until(caught(waitForOperation("op1", { ...options, ...more })));
    expect(error).toBeInstanceOf(OperationPollError);
    expect(ids).toHaveLength(polls);
    expect(attemptsOf(error)).toHaveLength(polls);
  });

  it("is repeated where no server answered, whatever the transport made of that", async () => {
    const parts = {
      details: [],
      via: "grpc",
      metadata: [],
      problems: [],
      httpStatus: undefined,
    } as const;
    const lost = (code: 1 | 13, origin: "local" | "transport") =>
      RpcError.fromParts({ ...parts, code, message: "the stream broke off", origin }, undefined);
    const { options, clock, times } = setUp(
      lost(Code.INTERNAL, "transport"),
      lost(Code.CANCELLED, "transport"),
      // Nobody here cancelled anything.
      lost(Code.CANCELLED, "local"),
      done,
    );
    await clock.until(waitForOperation("op1", options));
    expect(pausesOf(times)).toEqual([0, 1_000, 1_500, 2_250]);
  });

  it("is told to onRetry before its pause, where there is another one", async () => {
    const busy = new RpcError("UNAVAILABLE", "busy", { details: [retryInfo(4_000)] });
    const denied = new RpcError("PERMISSION_DENIED", "not yours");
    const { options, clock } = setUp(away, running, busy, denied);
    const told: unknown[] = [];
    const onRetry = ({ error, ...notice }: PollRetryNotice) => {
      const { advice, ...rest } = notice;
      told.push([error.message, advice.delaySource, rest, clock.now() - start]);
      throw new Error("the log is full");
    };
    const start = clock.now();
    await caught(
      clock.until(
        waitForOperation("op1", { ...options, onRetry, random: () => 0, timeoutMs: 60_000 }),
      ),
    );
    expect(told).toEqual([
      [
        "restarting",
        "backoff",
        { operationId: "op1", attempt: 1, pauseMs: 800, remainingMs: 60_000 },
        0,
      ],
      [
        "busy",
        "retry-info",
        { operationId: "op1", attempt: 3, pauseMs: 4_000, remainingMs: 58_000 },
        2_000,
      ],
    ]);
  });

  it("is not told to onRetry where the time is over before another one", async () => {
    const { options, clock } = setUp(away);
    const onRetry = vi.fn();
    await caught(clock.until(waitForOperation("op1", { ...options, onRetry, timeoutMs: 2_000 })));
    expect(onRetry).toHaveBeenCalledTimes(1);
  });

  it("is forgotten after one that succeeds", async () => {
    const nine = Array(9).fill(away);
    const { options, clock, ids } = setUp(...nine, running, ...nine, done);
    await clock.until(waitForOperation("op1", options));
    expect(ids).toHaveLength(20);
  });

  it("is read from JSON of an error, which fetch gives like any answer", async () => {
    const denied = setUp({ code: 16, message: "token expired", details: [] });
    const error = await denied.clock.until(caught(waitForOperation("op1", denied.options)));
    expect(error).toBeInstanceOf(OperationPollError);
    expect(RpcError.from(error)).toMatchObject({ code: Code.UNAUTHENTICATED });
    expect(String(error)).toContain("token expired");
    const json = { error: { code: 503, message: "restarting", status: "UNAVAILABLE" } };
    const { options, clock, ids } = setUp(json, done);
    await clock.until(waitForOperation("op1", options));
    expect(ids).toHaveLength(2);
  });

  it.each([
    ["is no operation", { html: true }, /an Operation is needed/],
    ["is another operation", { id: "op2", done: true }, /another operation, op2/],
  ])("ends the waiting where the answer %s", async (_, answer, message) => {
    const { options } = setUp(answer);
    const error = await caught(waitForOperation("op1", options));
    expect(error).toBeInstanceOf(OperationPollError);
    expect(String(error)).toMatch(message);
  });

  it("does not mind that a service names an operation without its parents", async () => {
    const { options } = setUp({ name: "operations/7", done: true });
    const waiting = waitForOperation("projects/p/operations/7", options);
    await expect(waiting).resolves.toBeUndefined();
  });
});

describe("NOT_FOUND", () => {
  it("is borne three times in a row before the first answer, after ordinary pauses", async () => {
    const { options, clock, times } = setUp(missing, missing, missing, running, done);
    await clock.until(waitForOperation("op1", options));
    expect(pausesOf(times)).toEqual([0, 1_000, 1_500, 2_250, 3_375]);
  });

  it("ends the waiting the fourth time", async () => {
    const { options, clock, ids } = setUp(missing, missing, missing, missing, done);
    const error = await clock.until(caught(waitForOperation("op1", options)));
    expect(error).toBeInstanceOf(OperationPollError);
    expect(error).toMatchObject({ cause: missing });
    expect(ids).toHaveLength(4);
  });

  it("ends the waiting at once after an answer", async () => {
    const { options, clock, ids } = setUp(running, missing, done);
    const error = await clock.until(caught(waitForOperation("op1", options)));
    expect(error).toBeInstanceOf(OperationPollError);
    expect(ids).toHaveLength(2);
  });

  it("is borne of an operation that was given, too: its first poll may be too early", async () => {
    const { options, clock, ids } = setUp(missing, done);
    await clock.until(waitForOperation(running, options));
    expect(ids).toHaveLength(2);
  });
});

describe("a poll that never answers", () => {
  it("ends after pollTimeoutMs, and is repeated", async () => {
    const { options, clock, times, signals } = setUp(silence, done);
    await clock.until(waitForOperation("op1", { ...options, pollTimeoutMs: 5_000 }));
    expect(times).toEqual([0, 6_000]);
    expect(signals[0]?.aborted).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it("is told of its time, which is what is left at most", async () => {
    const told: number[] = [];
    const note = (_: string, { timeoutMs }: { timeoutMs: number }) => {
      told.push(timeoutMs);
      return running;
    };
    const { options, clock } = setUp(note, note, note);
    await clock.until(caught(waitForOperation("op1", { ...options, timeoutMs: 31_500 })));
    expect(told.slice(0, 3)).toEqual([30_000, 30_000, 29_000]);
  });

  it.each<[string, () => Error]>([
    ["the source's own deadline", () => Object.assign(new Error("late"), { name: "TimeoutError" })],
    [
      "a deadline that the server noticed first",
      () => Object.assign(new Error("late"), { code: 4, details: "late", metadata: {} }),
    ],
  ])("is repeated after %s", async (_, late) => {
    const { options, clock, ids } = setUp(
      (_id: string, { timeoutMs }: { timeoutMs: number }) =>
        clock.sleep(timeoutMs - 1, new AbortController().signal).then(late),
      done,
    );
    await clock.until(waitForOperation("op1", options));
    expect(ids).toHaveLength(2);
  });
});

describe("refreshCredentials", () => {
  it("is called once after UNAUTHENTICATED, and the poll repeated at once", async () => {
    const { options, clock, times } = setUp(running, expired, running, expired, done);
    const errors: unknown[] = [];
    const refreshCredentials = (error: unknown) => errors.push(error);
    await clock.until(waitForOperation("op1", { ...options, refreshCredentials }));
    expect(errors).toEqual([expired, expired]);
    expect(pausesOf(times)).toEqual([0, 1_000, 0, 1_500, 0]);
  });

  it("is not called twice while no poll succeeds", async () => {
    const { options, clock, ids } = setUp(expired, away, expired);
    let calls = 0;
    const refreshCredentials = () => ++calls;
    const error = await clock.until(
      caught(waitForOperation("op1", { ...options, refreshCredentials })),
    );
    expect(error).toBeInstanceOf(OperationPollError);
    expect([calls, ids.length]).toEqual([1, 3]);
  });

  it("ends the waiting with what it rejects with as the cause", async () => {
    const cause = new Error("no metadata service");
    const { options, clock } = setUp(expired);
    const refreshCredentials = () => Promise.reject(cause);
    const error = await clock.until(
      caught(waitForOperation("op1", { ...options, refreshCredentials })),
    );
    expect(error).toBeInstanceOf(OperationPollError);
    expect(error).toMatchObject({ cause });
  });
});

describe("a connection that breaks off in the middle of a poll", () => {
  const reset = Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });

  it.each<[string, Error]>([
    [
      "ABORTED of Connect",
      new ConnectError("socket hang up", ConnectCode.Aborted, undefined, undefined, reset),
    ],
    [
      "CANCELLED of grpc-js",
      Object.assign(new Error("1 CANCELLED: Call cancelled"), {
        code: 1,
        details: "Call cancelled",
        metadata: new Metadata(),
      }),
    ],
  ])("is no end of the waiting, whatever it is called: %s", async (_, thrown) => {
    const { options, clock, times } = setUp(thrown, done);
    await clock.until(waitForOperation("op1", options));
    expect(times).toEqual([0, 1_000]);
  });

  it.each(["ABORTED", "CANCELLED"] as const)("is not what a server calls %s", async (code) => {
    const { options, clock, ids } = setUp({
      error: { code: code === "ABORTED" ? 409 : 499, message: "no", status: code },
    });
    const error = await clock.until(caught(waitForOperation("op1", options)));
    expect(error).toBeInstanceOf(OperationPollError);
    expect(ids).toHaveLength(1);
  });
});

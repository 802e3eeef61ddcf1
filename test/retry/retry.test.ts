import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { errorInfo, quotaFailure, RpcError, retryInfo } from "../../src/entry/index.js";
import {
  type Attempt,
  attemptsOf,
  type RetryNotice,
  type RetryOptions,
  RetryThrottle,
  retry,
} from "../../src/entry/retry.js";
import { VirtualClock } from "./virtual-clock.js";

const unavailable = () => new RpcError("UNAVAILABLE", "the shelf is being moved");
const comeBackIn = (ms: number) =>
  new RpcError("UNAVAILABLE", "the shelf is being moved", { details: [retryInfo(ms)] });

/** A function that throws one error after the other, and then succeeds. */
function failing(...errors: readonly unknown[]) {
  const attempts: Attempt[] = [];
  const call = async (attempt: Attempt) => {
    attempts.push(attempt);
    if (attempts.length <= errors.length) throw errors[attempts.length - 1];
    return "a book";
  };
  return { call, attempts };
}

/** Runs a retried call in virtual time. */
async function run(
  call: (attempt: Attempt) => unknown,
  { clock = new VirtualClock(), ...options }: RetryOptions & { clock?: VirtualClock } = {},
) {
  const notices: RetryNotice[] = [];
  const onRetry = (notice: RetryNotice) => notices.push(notice);
  const result = retry(call, { random: () => 0, onRetry, ...options, clock });
  const outcome = await clock.until(
    result.then(
      (value) => ({ value, error: undefined }),
      (error: unknown) => ({ value: undefined, error }),
    ),
  );
  return { ...outcome, clock, notices, pauses: notices.map(({ pauseMs }) => pauseMs) };
}

describe("retry", () => {
  it("gives what the first attempt gives", async () => {
    const { call, attempts } = failing();
    const { value, notices, clock } = await run(call);
    expect(value).toBe("a book");
    expect(attempts).toHaveLength(1);
    expect(notices).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it("takes a function that is not async", async () => {
    const { value } = await run(() => "a book");
    expect(value).toBe("a book");
  });

  it("repeats an idempotent call that found nobody", async () => {
    const { call, attempts } = failing(unavailable(), unavailable());
    const { value } = await run(call, { idempotent: true });
    expect(value).toBe("a book");
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  it("repeats no other call unless it never left this process", async () => {
    const { call, attempts } = failing(unavailable());
    expect((await run(call)).error).toMatchObject({ codeName: "UNAVAILABLE" });
    expect(attempts).toHaveLength(1);
    const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    expect((await run(failing(refused).call)).value).toBe("a book");
  });

  it("pauses at random below 1 s, 2 s, 4 s and 8 s", async () => {
    const errors = Array.from({ length: 5 }, unavailable);
    const full = await run(failing(...errors).call, { idempotent: true, random: () => 1 });
    expect(full.pauses).toEqual([1_000, 2_000, 4_000, 8_000]);
    const half = await run(failing(...errors).call, { idempotent: true, random: () => 0.5 });
    expect(half.pauses).toEqual([500, 1_000, 2_000, 4_000]);
  });

  it("takes other pauses that it is given, up to their bound", async () => {
    const errors = Array.from({ length: 4 }, unavailable);
    const backoff = { initialMs: 10, factor: 3, maxMs: 50 };
    const { pauses } = await run(failing(...errors).call, {
      idempotent: true,
      random: () => 1,
      backoff,
    });
    expect(pauses).toEqual([10, 30, 50, 50]);
  });

  it("takes a delay of the server's for the least, and adds half of it at most", async () => {
    const options = { idempotent: true };
    const least = await run(failing(comeBackIn(300)).call, { ...options, random: () => 0 });
    expect(least.pauses).toEqual([300]);
    const most = await run(failing(comeBackIn(300)).call, { ...options, random: () => 1 });
    expect(most.pauses).toEqual([450]);
  });

  it("adds no more than ten seconds to a long delay", async () => {
    const { pauses } = await run(failing(comeBackIn(60_000)).call, {
      idempotent: true,
      random: () => 1,
    });
    expect(pauses).toEqual([70_000]);
  });

  it("leaves half of the time after a delay to the next attempt", async () => {
    const options = { idempotent: true, random: () => 1 };
    const { pauses } = await run(failing(comeBackIn(300)).call, {
      ...options,
      totalTimeoutMs: 350,
    });
    expect(pauses).toEqual([325]);
    const own = await run(failing(unavailable()).call, { ...options, totalTimeoutMs: 350 });
    expect(own.pauses).toEqual([175]);
  });

  it("ends at once where the server's delay would outlive the whole", async () => {
    const { call, attempts } = failing(comeBackIn(60_000));
    const { error, clock } = await run(call, { idempotent: true, totalTimeoutMs: 10_000 });
    expect(error).toMatchObject({ codeName: "UNAVAILABLE" });
    expect(attempts).toHaveLength(1);
    expect(attemptsOf(error).at(-1)?.stopReason).toMatch(/60.?000.*10.?000/);
    expect(clock.now()).toBe(new VirtualClock().now());
  });

  it("takes options that are undefined for those that are left out", async () => {
    const errors = Array.from({ length: 3 }, unavailable);
    const backoff = { initialMs: undefined, factor: undefined, maxMs: undefined } as object;
    const { pauses } = await run(failing(...errors).call, {
      idempotent: true,
      random: () => 1,
      backoff,
    });
    expect(pauses).toEqual([1_000, 2_000, 4_000]);
  });

  it("ends after five attempts, or as many as it is told", async () => {
    const errors = Array.from({ length: 9 }, unavailable);
    const five = failing(...errors);
    const { error } = await run(five.call, { idempotent: true });
    expect(error).toBe(errors[4]);
    expect(five.attempts).toHaveLength(5);
    expect(attemptsOf(error).at(-1)?.stopReason).toBe("5 attempts of at most 5");
    const two = failing(...errors);
    await run(two.call, { idempotent: true, maxAttempts: 2 });
    expect(two.attempts).toHaveLength(2);
  });

  it("throws the last error itself, with the history on it", async () => {
    const errors = [unavailable(), comeBackIn(200), new RpcError("NOT_FOUND", "no such book")];
    const { error } = await run(failing(...errors).call, { idempotent: true });
    expect(error).toBe(errors[2]);
    const attempts = attemptsOf(error);
    expect(attempts).toBe((error as { attempts?: unknown }).attempts);
    expect(attempts.map((one) => one.error)).toEqual(errors);
    expect(attempts).toMatchObject([
      { attempt: 1, pauseMs: 0, stopReason: undefined, durationMs: 0 },
      { attempt: 2, pauseMs: 200, stopReason: undefined },
      { attempt: 3, pauseMs: undefined, advice: { decision: "stop" } },
    ]);
    expect(Object.keys(error as object)).not.toContain("attempts");
  });

  it("throws a mistake of the program as it is, at once", async () => {
    const mistake = new TypeError("books.map is not a function");
    const { call, attempts } = failing(mistake);
    const { error } = await run(call, { idempotent: true });
    expect(error).toBe(mistake);
    expect(attempts).toHaveLength(1);
  });

  it.each([
    ["a text", "UNAVAILABLE"],
    ["nothing", undefined],
    ["a frozen error", Object.freeze(new Error("frozen"))],
  ])("throws an RpcError with the history for %s", async (_, thrown) => {
    const { error } = await run(failing(thrown).call, { idempotent: true, maxAttempts: 1 });
    expect(error).toBeInstanceOf(RpcError);
    expect(attemptsOf(error)).toHaveLength(1);
  });

  it("leaves a member called attempts to the error that has one", async () => {
    const counted = Object.assign(new RpcError("NOT_FOUND", "no such book"), { attempts: 7 });
    const { error } = await run(failing(counted).call);
    expect(error).toMatchObject({ attempts: 7 });
    expect(attemptsOf(error)).toHaveLength(1);
  });

  it("stops at a quota that is used up for the day", async () => {
    const used = new RpcError("RESOURCE_EXHAUSTED", "quota exceeded", {
      details: [
        quotaFailure([
          {
            subject: "project:library",
            description: "requests a day",
            quotaId: "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
          },
        ]),
        retryInfo(17_000),
      ],
    });
    const { call, attempts } = failing(used);
    const { error } = await run(call, { idempotent: true });
    expect(attempts).toHaveLength(1);
    expect(attemptsOf(error).at(-1)).toMatchObject({
      advice: { scope: "day", decision: "stop" },
      stopReason: expect.stringMatching(/day/),
    });
  });

  it("repeats an aborted transaction where the function is one", async () => {
    const aborted = new RpcError("ABORTED", "the book was lent meanwhile");
    const alone = failing(aborted);
    await run(alone.call, { idempotent: true });
    expect(alone.attempts).toHaveLength(1);
    const whole = failing(aborted);
    expect((await run(whole.call, { transaction: true })).value).toBe("a book");
    expect(whole.attempts).toHaveLength(2);
  });

  it("refreshes credentials once", async () => {
    const expired = new RpcError("UNAUTHENTICATED", "the token has expired");
    const refreshed: RpcError[] = [];
    const refreshCredentials = async (error: RpcError) => refreshed.push(error);
    const once = failing(expired);
    expect((await run(once.call, { refreshCredentials })).value).toBe("a book");
    expect(refreshed).toEqual([expired]);
    const twice = failing(expired, expired);
    expect((await run(twice.call, { refreshCredentials })).error).toBe(expired);
    expect(twice.attempts).toHaveLength(2);
  });

  it("refreshes credentials after other failures, too", async () => {
    const expired = new RpcError("UNAUTHENTICATED", "the token has expired");
    const { call } = failing(unavailable(), expired);
    const { value } = await run(call, { idempotent: true, refreshCredentials: () => {} });
    expect(value).toBe("a book");
  });

  it("fails with what refreshing failed with", async () => {
    const expired = new RpcError("UNAUTHENTICATED", "the token has expired");
    const broken = new Error("the token service is away");
    const { error } = await run(failing(expired).call, {
      refreshCredentials: () => Promise.reject(broken),
    });
    expect(error).toBe(broken);
    expect(attemptsOf(error)).toMatchObject([{ error: expired }]);
  });

  it("waits for the operation that is in the way", async () => {
    const conflict = new RpcError("FAILED_PRECONDITION", 'Conflicting operation "epd42" detected');
    const waited: string[] = [];
    const { value } = await run(failing(conflict).call, {
      waitForOperation: (operationId) => {
        waited.push(operationId);
      },
    });
    expect(value).toBe("a book");
    expect(waited).toEqual(["epd42"]);
  });

  it("tells every pause before it, and survives what the listener throws", async () => {
    const { value, clock } = await run(failing(comeBackIn(300)).call, {
      idempotent: true,
      totalTimeoutMs: 5_000,
      onRetry: (notice) => {
        expect(notice).toMatchObject({ attempt: 1, pauseMs: 300, remainingMs: 5_000 });
        throw new Error("the log is full");
      },
    });
    expect(value).toBe("a book");
    expect(clock.pending).toBe(0);
  });

  it("gives all attempts of a call the same key, and each call another", async () => {
    const one = failing(unavailable(), unavailable());
    const other = failing();
    await run(one.call, { idempotent: true });
    await run(other.call);
    const keys = one.attempts.map(({ idempotencyKey }) => idempotencyKey);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(keys[0]).not.toBe(other.attempts[0]?.idempotencyKey);
  });
});

describe("retry within its time", () => {
  const never = () => new Promise<never>(() => {});

  it("aborts an attempt that takes too long, and makes another", async () => {
    const signals: AbortSignal[] = [];
    const { value, clock } = await run(
      ({ attempt, signal }) => {
        signals.push(signal);
        return attempt === 1 ? never() : "a book";
      },
      { idempotent: true, attemptTimeoutMs: 500 },
    );
    expect(value).toBe("a book");
    expect(signals[0]?.aborted).toBe(true);
    expect(signals[1]?.aborted).toBe(false);
    expect(clock.pending).toBe(0);
  });

  it("does not repeat such an attempt of a call that is not idempotent", async () => {
    const { error } = await run(never, { attemptTimeoutMs: 500 });
    expect(error).toMatchObject({ codeName: "DEADLINE_EXCEEDED", origin: "local" });
    expect(attemptsOf(error)).toHaveLength(1);
  });

  it("leaves the last attempt what is left of the whole", async () => {
    const { call, attempts } = failing(comeBackIn(700));
    await run(call, { idempotent: true, attemptTimeoutMs: 500, totalTimeoutMs: 1_000 });
    expect(attempts.map(({ timeoutMs }) => timeoutMs)).toEqual([500, 300]);
  });

  it("ends an attempt with the whole, as DEADLINE_EXCEEDED with the history", async () => {
    const { call } = failing(comeBackIn(100));
    const { error } = await run((attempt) => (attempt.attempt === 1 ? call(attempt) : never()), {
      idempotent: true,
      totalTimeoutMs: 1_000,
    });
    expect(error).toMatchObject({ codeName: "DEADLINE_EXCEEDED", origin: "local" });
    expect(attemptsOf(error)).toHaveLength(2);
  });

  it("may take forever where it is told so", async () => {
    const { call, attempts } = failing(comeBackIn(3_600_000));
    const { value } = await run(call, {
      idempotent: true,
      totalTimeoutMs: Number.POSITIVE_INFINITY,
    });
    expect(value).toBe("a book");
    expect(attempts[0]?.timeoutMs).toBe(Number.POSITIVE_INFINITY);
  });

  it("makes no attempt for a signal that was aborted before", async () => {
    const { call, attempts } = failing();
    const { error } = await run(call, { signal: AbortSignal.abort() });
    expect(error).toMatchObject({ codeName: "CANCELLED", origin: "local" });
    expect(attempts).toHaveLength(0);
  });

  it.each([
    ["an attempt", never],
    ["a pause", () => Promise.reject(comeBackIn(1_000))],
  ])("ends %s at once when it is aborted", async (_, call) => {
    const clock = new VirtualClock();
    const reason = new Error("the reader left");
    const controller = new AbortController();
    const result = run(call, { clock, idempotent: true, signal: controller.signal });
    clock.sleep(400, new AbortController().signal).then(() => controller.abort(reason));
    const { error } = await result;
    expect(error).toMatchObject({ codeName: "CANCELLED", cause: reason });
    expect(attemptsOf(error)).toMatchObject([{ pauseMs: undefined }]);
    expect(attemptsOf(error)[0]?.stopReason).toMatch(/./);
    expect(clock.now() - new VirtualClock().now()).toBe(400);
    expect(clock.pending).toBe(0);
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });

  it("ends the waiting for an operation when it is aborted", async () => {
    const conflict = new RpcError("ABORTED", 'Conflicting operation "epd42" detected');
    const controller = new AbortController();
    const { error } = await run(failing(conflict).call, {
      signal: controller.signal,
      waitForOperation: (_, { signal }) => {
        queueMicrotask(() => controller.abort());
        return new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
        });
      },
    });
    expect(error).toMatchObject({ codeName: "CANCELLED" });
  });
});

describe("what ends an attempt early", () => {
  it("counts as its own time being over where the call was given that time", async () => {
    const clock = new VirtualClock();
    const call = async ({ attempt, timeoutMs }: Attempt) => {
      if (attempt === 3) return "a book";
      await clock.sleep(timeoutMs - 1, new AbortController().signal);
      // As grpc-js words a deadline of its own.
      const details = "Deadline exceeded after 0.040s";
      throw Object.assign(new Error(`4 DEADLINE_EXCEEDED: ${details}`), {
        code: 4,
        details,
        metadata: {},
      });
    };
    const { value } = await run(call, { clock, idempotent: true, attemptTimeoutMs: 40 });
    expect(value).toBe("a book");
  });
});

describe("retry and a delay of nothing", () => {
  const now = (metadata: Record<string, string>) =>
    new RpcError("UNAVAILABLE", "busy", { metadata });

  it("comes back at random, lest all clients come back together", async () => {
    const options = { idempotent: true, random: () => 0.5 };
    const { pauses } = await run(failing(comeBackIn(0), comeBackIn(0)).call, options);
    expect(pauses).toEqual([500, 1_000]);
    const { pauses: header } = await run(failing(now({ "retry-after": "0" })).call, options);
    expect(header).toEqual([500]);
  });

  it("comes back at once where pushback says so", async () => {
    const { pauses } = await run(failing(now({ "grpc-retry-pushback-ms": "0" })).call, {
      idempotent: true,
      random: () => 0.5,
    });
    expect(pauses).toEqual([0]);
  });
});

describe("retry with a throttle", () => {
  it("makes no second attempts while too many calls fail", async () => {
    const throttle = new RetryThrottle({ maxTokens: 4 });
    const first = failing(unavailable(), unavailable(), unavailable());
    const { error } = await run(first.call, { idempotent: true, throttle });
    expect(first.attempts).toHaveLength(2);
    expect(attemptsOf(error).at(-1)?.stopReason).toBe("too many calls to this target fail");
    const second = failing(unavailable());
    await run(second.call, { idempotent: true, throttle });
    expect(second.attempts).toHaveLength(1);
  });

  it("makes them again after enough successes", async () => {
    const throttle = new RetryThrottle({ maxTokens: 4, tokenRatio: 0.5 });
    await run(failing(unavailable(), unavailable()).call, { idempotent: true, throttle });
    for (let i = 0; i < 4; i++) await run(failing().call, { throttle });
    const { value } = await run(failing(unavailable()).call, { idempotent: true, throttle });
    expect(value).toBe("a book");
  });

  it.each([
    ["lost transactions", new RpcError("ABORTED", "the book was lent meanwhile")],
    [
      "too large messages",
      new RpcError("RESOURCE_EXHAUSTED", "Received message larger than max (5 vs 4)"),
    ],
    ["empty accounts", new RpcError("RESOURCE_EXHAUSTED", "pay first", { httpStatus: 402 })],
  ])("counts no %s", async (_, error) => {
    const throttle = new RetryThrottle({ maxTokens: 2 });
    for (let i = 0; i < 10; i++) await run(failing(error).call, { idempotent: true, throttle });
    expect(throttle.allowsRetry).toBe(true);
  });

  it("counts no failures that tell nothing of the server's load", async () => {
    const throttle = new RetryThrottle({ maxTokens: 2 });
    const missing = new RpcError("NOT_FOUND", "no such book", {
      details: [errorInfo({ reason: "BOOK_MISSING", domain: "library.example" })],
    });
    for (let i = 0; i < 10; i++) await run(failing(missing).call, { throttle });
    expect(throttle.allowsRetry).toBe(true);
  });
});

describe("retry with wrong options", () => {
  it.each<[string, object, RegExp]>([
    ["a number of attempts", { maxAttempts: 0 }, /maxAttempts must be .* not 0/],
    ["half an attempt", { maxAttempts: 1.5 }, /maxAttempts must be .* not 1.5/],
    ["a negative time", { totalTimeoutMs: -1 }, /totalTimeoutMs must be .* not -1/],
    ["no time for an attempt", { attemptTimeoutMs: 0 }, /attemptTimeoutMs must be .* not 0/],
    ["a text for a time", { totalTimeoutMs: "soon" }, /totalTimeoutMs must be .* not "soon"/],
    ["a backoff that shrinks", { backoff: { factor: 0.5 } }, /backoff.factor must be .* not 0.5/],
    ["a listener that is none", { onRetry: true }, /onRetry must be a function, not true/],
    ["a throttle that is none", { throttle: {} }, /throttle must be a RetryThrottle/],
    ["a number for a truth", { idempotent: 1 }, /idempotent must be true or false, not 1/],
    ["a text for a truth", { transaction: "yes" }, /transaction must be true or false, not "yes"/],
    ["a signal that is none", { signal: {} }, /signal must be an AbortSignal/],
    ["a clock that is none", { clock: {} }, /clock must be a Clock/],
    ["a refresher that is none", { refreshCredentials: 5 }, /refreshCredentials must be/],
  ])("names %s", async (_, options, message) => {
    const made = retry(() => 1, options as RetryOptions);
    await expect(made).rejects.toThrow(TypeError);
    await expect(made).rejects.toThrow(message);
  });

  it("names what is no function to call", async () => {
    await expect(retry("GetBook" as never)).rejects.toThrow('fn must be a function, not "GetBook"');
  });
});

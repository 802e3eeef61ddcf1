import { describe, expect, it } from "vitest";
import { errorFromHttp } from "../../src/entry/http.js";
import { Code, errorInfo, RpcError, retryInfo } from "../../src/entry/index.js";
import { adviseRetry } from "../../src/retry/advise-retry.js";
import type { AdviceOptions } from "../../src/retry/retry-advice.js";
import { HOSTILE_VALUES } from "../fixtures/hostile-values.js";
import { strangers } from "../fixtures/throwing-values.js";
import {
  answered,
  type Case,
  CODES,
  detail,
  expectedDecision,
  HINTS,
  KINDS,
} from "./advice-cases.js";

const IDEMPOTENT = { idempotent: true };

describe("adviseRetry", () => {
  const cases = Object.keys(KINDS).flatMap((kind) =>
    CODES.flatMap((code) =>
      HINTS.flatMap((hint) =>
        [false, true].flatMap((idempotent) =>
          [false, true].map((refreshed): Case => ({ kind, code, hint, idempotent, refreshed })),
        ),
      ),
    ),
  );

  it.each(Object.keys(KINDS))(
    "decides every case of the kind %s as the specifications do",
    (kind) => {
      const wrong = cases.flatMap((one) => {
        const made = one.kind === kind ? KINDS[kind]?.(one.code, one.hint) : undefined;
        if (made === undefined) return [];
        const { idempotent, refreshed } = one;
        const advice = adviseRetry(made.error, { idempotent, refreshed, ...made.options });
        const wanted = expectedDecision(one);
        return advice.decision === wanted ? [] : [{ ...one, wanted, advice }];
      });
      expect(wrong).toEqual([]);
    },
  );

  it("covers every code in the kinds that any code can be of", () => {
    for (const kind of ["ordinary", "not-sent", "throttle", "billing", "operation-conflict"]) {
      expect(CODES.filter((code) => KINDS[kind]?.(code, "none") === undefined)).toEqual([]);
    }
    expect(CODES).toHaveLength(16);
  });

  it("says why, and where that is written down, in every case", () => {
    for (const { kind, code, hint, idempotent, refreshed } of cases) {
      const made = KINDS[kind]?.(code, hint);
      if (made === undefined) continue;
      const advice = adviseRetry(made.error, { idempotent, refreshed, ...made.options });
      expect(advice.reason).toMatch(/^[^{}]{10,200}$/);
      expect(advice.source).not.toBe("");
    }
  });

  it("is ready to repeat only calls that may happen twice", () => {
    const error = new RpcError("UNAVAILABLE", "down");
    expect(adviseRetry(error).decision).toBe("stop");
    expect(adviseRetry(error).reason).toContain("idempotent: true");
    expect(adviseRetry(error, IDEMPOTENT)).toMatchObject({ decision: "retry", source: "AIP-194" });
  });

  it("names a pause that grows from 1 s to 60 s where nobody else does", () => {
    const error = new RpcError("UNAVAILABLE", "down");
    const delays = [1, 2, 3, 6, 7, 1_000].map(
      (attempt) => adviseRetry(error, { ...IDEMPOTENT, attempt }).delayMs,
    );
    expect(delays).toEqual([1_000, 2_000, 4_000, 32_000, 60_000, 60_000]);
    expect(adviseRetry(error, IDEMPOTENT).delaySource).toBe("backoff");
  });

  it("waits for nothing where nothing is to be repeated", () => {
    expect(adviseRetry(new RpcError("NOT_FOUND", "no such book"))).toMatchObject({
      delayMs: 0,
      delaySource: undefined,
      scope: undefined,
      quotaId: undefined,
      operationId: undefined,
      ignored: [],
    });
  });

  it("obeys the server's delay, and begins a transaction again after it", () => {
    const error = new RpcError("ABORTED", "conflict", { details: [retryInfo(300)] });
    expect(adviseRetry(error)).toMatchObject({
      decision: "retry-transaction",
      delayMs: 300,
      delaySource: "retry-info",
    });
  });

  it("refreshes credentials after the first attempt only, unless it is told otherwise", () => {
    const error = new RpcError("UNAUTHENTICATED", "expired");
    const decide = (options: AdviceOptions) => adviseRetry(error, options).decision;
    expect(decide({})).toBe("refresh-credentials");
    expect(decide({ attempt: 2 })).toBe("stop");
    expect(decide({ attempt: 2, refreshed: false })).toBe("refresh-credentials");
    expect(decide({ refreshed: true })).toBe("stop");
    expect(adviseRetry(error)).toMatchObject({ delayMs: 0, delaySource: undefined });
  });

  it("names the operation that is in the way", () => {
    const error = new RpcError("FAILED_PRECONDITION", 'conflicting operation "c9q-1_a" detected');
    expect(adviseRetry(error)).toMatchObject({
      decision: "wait-for-operation",
      operationId: "c9q-1_a",
      delayMs: 0,
    });
    expect(adviseRetry(error).reason).toContain("c9q-1_a");
    expect(adviseRetry(error, { remainingMs: 0 }).operationId).toBeUndefined();
  });

  it("stops where the delay outlives the time that is left, and says both", () => {
    const error = new RpcError("UNAVAILABLE", "down", { details: [retryInfo(5_000)] });
    const advise = (remainingMs: number) => adviseRetry(error, { ...IDEMPOTENT, remainingMs });
    expect(advise(5_001).decision).toBe("retry");
    for (const remainingMs of [5_000, 3_000]) {
      expect(advise(remainingMs)).toMatchObject({ decision: "stop", delayMs: 5_000 });
      expect(advise(remainingMs).reason).toContain("5000 ms");
      expect(advise(remainingMs).reason).toContain(`${remainingMs} ms`);
    }
  });

  it("does not stop for a pause of its own that is longer than the time that is left", () => {
    const error = new RpcError("UNAVAILABLE", "down");
    expect(adviseRetry(error, { ...IDEMPOTENT, remainingMs: 500 }).decision).toBe("retry");
  });

  it.each([0, -1, Number.NEGATIVE_INFINITY])("stops where %d ms are left", (remainingMs) => {
    for (const code of ["UNAVAILABLE", "ABORTED", "UNAUTHENTICATED"] as const) {
      const advice = adviseRetry(new RpcError(code, "m"), { ...IDEMPOTENT, remainingMs });
      expect(advice).toMatchObject({
        decision: "stop",
        reason: expect.stringContaining("no time"),
      });
    }
  });

  it("keeps the reason of a stop that has nothing to do with time", () => {
    const advice = adviseRetry(new RpcError("NOT_FOUND", "m"), { remainingMs: 0 });
    expect(advice.reason).toContain("NOT_FOUND");
  });

  it("lists what it could not read, and decides without it", () => {
    const metadata = { "retry-after": "soon", "retry-after-ms": "1e3" };
    const advice = adviseRetry(new RpcError("UNAVAILABLE", "m", { metadata }), IDEMPOTENT);
    expect(advice).toMatchObject({ decision: "retry", delaySource: "backoff" });
    expect(advice.ignored).toHaveLength(2);
    expect(advice.ignored.join()).toContain('"soon"');
    expect(advice.ignored.join()).toContain('"1e3"');
  });

  it("shows no secret and no long value of a hint", () => {
    const metadata = { "retry-after": `Bearer ${"s3cret".repeat(1_000)}` };
    const { ignored } = adviseRetry(new RpcError("UNAVAILABLE", "m", { metadata }));
    expect(ignored.join()).not.toContain("s3cret");
    const long = adviseRetry(
      new RpcError("UNAVAILABLE", "m", { metadata: { "retry-after": "x".repeat(1e6) } }),
    );
    expect(long.ignored.join().length).toBeLessThan(120);
  });

  it("takes the error of a caller's own end as final, whatever it is called with", () => {
    const ends = [new DOMException("a", "AbortError"), new DOMException("t", "TimeoutError")];
    for (const end of ends) expect(adviseRetry(end, IDEMPOTENT).decision).toBe("stop");
  });

  it("repeats what only an attempt's own time ended", () => {
    const options = { ...IDEMPOTENT, attemptTimedOut: true };
    const ends = [new DOMException("a", "AbortError"), new DOMException("t", "TimeoutError")];
    for (const end of [...ends, answered("DEADLINE_EXCEEDED", "late")]) {
      expect(adviseRetry(end, options).decision).toBe("retry");
      expect(adviseRetry(end, { attemptTimedOut: true }).decision).toBe("stop");
    }
    expect(adviseRetry(new RpcError("NOT_FOUND", "m"), options).decision).toBe("stop");
  });

  it("treats an error that was made here like a server's", () => {
    const details = [retryInfo(50)];
    const error = new RpcError("UNKNOWN", "a fake", { details });
    expect(adviseRetry(error, IDEMPOTENT)).toMatchObject({ decision: "retry", delayMs: 50 });
  });

  it("takes the day of a quota as used up, though the server names seconds", () => {
    const error = answered("RESOURCE_EXHAUSTED", "Please retry in 34.4s.", [
      detail("QuotaFailure", {
        violations: [{ quotaId: "GenerateRequestsPerDayPerProjectPerModel-FreeTier" }],
      }),
      detail("RetryInfo", { retryDelay: "34s" }),
    ]);
    expect(adviseRetry(error, IDEMPOTENT)).toMatchObject({
      decision: "stop",
      scope: "day",
      quotaId: "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
      delayMs: 34_000,
      reason: expect.stringContaining("day"),
    });
  });

  it("puts no id into the reason that could break a line of a log", () => {
    const quotaId = "Reads\nPerDay\u001b[31m";
    const error = answered("RESOURCE_EXHAUSTED", "m", [
      detail("QuotaFailure", { violations: [{ quotaId }] }),
    ]);
    expect(adviseRetry(error).quotaId).toBe(quotaId);
    expect(adviseRetry(error).reason).toMatch(/^[ -~]+$/);
  });

  it("waits a minute for a quota of a minute, and a second for one of a second", () => {
    const exceeded = (quotaId: string) =>
      answered("RESOURCE_EXHAUSTED", "m", [detail("QuotaFailure", { violations: [{ quotaId }] })]);
    expect(adviseRetry(exceeded("ReadsPerMinutePerProject"), IDEMPOTENT)).toMatchObject({
      decision: "retry",
      delayMs: 60_000,
      delaySource: "quota",
      scope: "minute",
    });
    expect(adviseRetry(exceeded("ReadsPerSecond"), IDEMPOTENT)).toMatchObject({
      delayMs: 1_000,
      scope: "second",
    });
  });

  it("takes HTTP 402 as a bill, whatever code it stands for", () => {
    const error = errorFromHttp({
      status: 402,
      headers: { "retry-after": "5" },
      body: { error: { message: "pay" } },
    });
    expect(adviseRetry(error, IDEMPOTENT)).toMatchObject({
      decision: "stop",
      delayMs: 5_000,
      scope: "unknown",
      reason: expect.stringContaining("pay"),
    });
  });

  it("lets a delay as data overrule what the message says of days", () => {
    const message = "the daily limit is reached";
    const details = [retryInfo(20_000)];
    const error = new RpcError("RESOURCE_EXHAUSTED", message, { details });
    expect(adviseRetry(error, IDEMPOTENT)).toMatchObject({ decision: "retry", delayMs: 20_000 });
  });

  it.each([...strangers, ...Object.entries(HOSTILE_VALUES).map(([name, make]) => [name, make()])])(
    "survives %s",
    (_name, value) => {
      expect(adviseRetry(value, IDEMPOTENT)).toMatchObject({ decision: expect.any(String) });
    },
  );

  it("stops at what only claims to be an RpcError", () => {
    const brand = Symbol.for("rpc-status.RpcError");
    for (const impostor of [
      { [brand]: true, code: Code.UNAVAILABLE },
      { [brand]: true, code: Code.UNAVAILABLE, message: 5, details: "none" },
    ]) {
      expect(adviseRetry(impostor, IDEMPOTENT).decision).toBe("stop");
    }
  });

  it("reads an error of any size in no time worth speaking of", () => {
    const texts = [
      "try aaa ",
      "retry after ",
      "wait ",
      "1".repeat(40),
      "per ",
      "conflicting operation ",
    ];
    for (const text of texts) {
      const message = text.repeat(1e6 / text.length);
      const details = [errorInfo({ reason: message, metadata: { quota_limit: message } })];
      const metadata = { "retry-after": message, "grpc-retry-pushback-ms": message };
      const error = new RpcError("RESOURCE_EXHAUSTED", message, { details, metadata });
      expect(adviseRetry(error, IDEMPOTENT).decision).toBe("stop");
    }
  });

  it.each([
    ["attempt", 0],
    ["attempt", 1.5],
    ["attempt", "2"],
    ["remainingMs", Number.NaN],
    ["remainingMs", "5"],
    ["now", Number.POSITIVE_INFINITY],
    ["now", new Date(0)],
    ["idempotent", "yes"],
    ["sent", 1],
    ["attemptTimedOut", null],
    ["refreshed", "no"],
  ])("refuses %s: %j at once", (name, value) => {
    const advise = () => adviseRetry(new Error("m"), { [name]: value } as AdviceOptions);
    expect(advise).toThrow(TypeError);
    expect(advise).toThrow(name);
  });

  it.each([null, 5, "idempotent"])("refuses %j as its options", (options) => {
    expect(() => adviseRetry(new Error("m"), options as never)).toThrow(TypeError);
  });
});

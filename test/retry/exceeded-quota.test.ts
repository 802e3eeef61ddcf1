import type { JsonObject } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { errorFromHttp } from "../../src/entry/http.js";
import { RpcError } from "../../src/entry/index.js";
import { exceededQuota } from "../../src/retry/exceeded-quota.js";
import { answered, detail } from "./advice-cases.js";

/** What a service answers to a call over REST with HTTP 429. */
function throttled(body: JsonObject): RpcError {
  return RpcError.from(errorFromHttp({ status: 429, headers: {}, body }));
}

const openAi = (code: string | null, type: string, message: string) =>
  throttled({ error: { message, type, param: null, code } });

const exhausted = (message: string, ...details: JsonObject[]) =>
  answered("RESOURCE_EXHAUSTED", message, details);

const violations = (...quotaIds: string[]) =>
  detail("QuotaFailure", { violations: quotaIds.map((quotaId) => ({ quotaId })) });

const info = (reason: string, metadata: JsonObject = {}) =>
  detail("ErrorInfo", { reason, domain: "googleapis.com", metadata });

const yandexQuota = (...names: string[]) => ({
  "@type": "type.googleapis.com/yandex.cloud.quota.QuotaFailure",
  violations: names.map((name) => ({ metric: { name, limit: "8", usage: 8 }, required: "9" })),
});

const GEMINI = "You exceeded your current quota, please check your plan and billing details.";

describe("exceededQuota", () => {
  it.each([
    [
      "Gemini's quota of a day",
      exhausted(GEMINI, violations("GenerateRequestsPerDayPerProjectPerModel-FreeTier")),
      "day-quota",
      "day",
    ],
    [
      "Gemini's quota of a minute",
      exhausted(GEMINI, violations("GenerateContentInputTokensPerModelPerMinute-FreeTier")),
      "throttle",
      "minute",
    ],
    [
      "several, of which the longest counts",
      exhausted("", violations("ReadsPerMinute", "ReadsPerDay", "ReadsPerSecond")),
      "day-quota",
      "day",
    ],
    ["a month", exhausted("", violations("ReadsPerMonthPerProject")), "day-quota", "unknown"],
    [
      "an id of no period",
      exhausted("", violations("CPUS-per-project-region")),
      undefined,
      "unknown",
    ],
    [
      "Google's quota_limit",
      exhausted(
        "",
        info("RATE_LIMIT_EXCEEDED", { quota_limit: "ReadRequestsPerMinutePerProject" }),
      ),
      "throttle",
      "minute",
    ],
    [
      "Google's quota_unit",
      exhausted("", info("RATE_LIMIT_EXCEEDED", { quota_unit: "1/min/{project}" })),
      "throttle",
      "minute",
    ],
    [
      "a quota_unit of days",
      exhausted("", info("RATE_LIMIT_EXCEEDED", { quota_unit: "1/d/{project}" })),
      "day-quota",
      "day",
    ],
    [
      "a rate of an hour, which no pause outlives",
      exhausted("", info("RATE_LIMIT_EXCEEDED", { quota_limit: "ReadsPerHour" })),
      undefined,
      "unknown",
    ],
    ["a rate of no period", exhausted("", info("RATE_LIMIT_EXCEEDED")), "throttle", "unknown"],
    [
      "Google's limit of resources",
      exhausted("", info("RESOURCE_QUOTA_EXCEEDED")),
      "resource-limit",
      "unknown",
    ],
    [
      "the reason of Google's older APIs",
      exhausted("", info("dailyLimitExceeded")),
      "day-quota",
      "day",
    ],
    [
      "Yandex Cloud's limit of resources",
      exhausted("", yandexQuota("compute.instances.count")),
      "resource-limit",
      "unknown",
    ],
    [
      "Yandex Cloud's rate among limits",
      exhausted("", yandexQuota("ai.requestsPerMinute.rate", "vpc.networks.count")),
      "resource-limit",
      "minute",
    ],
    [
      "OpenAI's empty account",
      openAi("insufficient_quota", "insufficient_quota", GEMINI),
      "billing",
      "unknown",
    ],
    [
      "OpenAI's empty account without a code",
      openAi(null, "insufficient_quota", GEMINI),
      "billing",
      "unknown",
    ],
    [
      "OpenAI's rate, with talk of billing",
      openAi(
        "rate_limit_exceeded",
        "requests",
        "Limit: 3 / min. Add a payment method at /account/billing.",
      ),
      "throttle",
      "minute",
    ],
    [
      "OpenAI's rate of a day, whatever its word for programs",
      openAi("rate_limit_exceeded", "requests", "on requests per day (RPD): Limit 200"),
      "day-quota-words",
      "day",
    ],
    [
      "Yandex AI Studio's sessions",
      exhausted(
        "ai.textGenerationCompletionSessionsCount.count gauge quota limit exceed: allowed 10 requests",
      ),
      "throttle",
      "unknown",
    ],
    [
      "Yandex AI Studio's hour",
      exhausted(
        "ai.textGenerationCompletionRequestsPerHour.rate rate quota limit exceed: allowed 10 requests",
      ),
      undefined,
      "unknown",
    ],
    ["words of a day", exhausted("Daily limit exceeded"), "day-quota-words", "day"],
    [
      "a description of a violation",
      exhausted("", detail("QuotaFailure", { violations: [{ description: "500 reads per day" }] })),
      "day-quota-words",
      "day",
    ],
    ["words of a minute", exhausted("Quota exceeded: requests per minute"), "throttle", "minute"],
    ["words of a rate", exhausted("Too many requests"), "throttle", "unknown"],
    ["words of money", exhausted("insufficient balance"), "billing-words", "unknown"],
    ["words of nothing", exhausted("out of memory"), undefined, "unknown"],
  ] as const)("tells %s", (_title, error, kind, scope) => {
    expect(exceededQuota(error)).toMatchObject({ kind, scope });
  });

  it("names the quota that decides", () => {
    const two = exhausted("", violations("ReadsPerMinute", "ReadsPerDay"));
    expect(exceededQuota(two)?.quotaId).toBe("ReadsPerDay");
    const metadata = { quota_limit: "ReadsPerMinute", quota_metric: "library/reads" };
    expect(exceededQuota(exhausted("", info("X", metadata)))?.quotaId).toBe("ReadsPerMinute");
    expect(exceededQuota(exhausted("", yandexQuota("a.b.count")))?.quotaId).toBe("a.b.count");
    const mixed = exhausted("", yandexQuota("a.readsPerMinute.rate", "a.b.count"));
    expect(exceededQuota(mixed)?.quotaId).toBe("a.b.count");
    const day = exhausted("", yandexQuota("a.b.count"), violations("ReadsPerDay"));
    expect(exceededQuota(day)).toMatchObject({ kind: "day-quota", quotaId: "ReadsPerDay" });
    expect(exceededQuota(exhausted("per day"))?.quotaId).toBeUndefined();
  });

  it("believes the period of an id more than that of the text", () => {
    const hour = exhausted("too many requests per minute", violations("ReadsPerHour"));
    expect(exceededQuota(hour)).toMatchObject({ kind: undefined, scope: "unknown" });
    const minute = exhausted("too many requests per day", violations("ReadsPerMinute"));
    expect(exceededQuota(minute)).toMatchObject({ kind: "throttle", scope: "minute" });
  });

  it("finds no quota behind other codes, unless a word for programs says so", () => {
    const text = "too many requests per day";
    expect(
      exceededQuota(answered("UNAVAILABLE", text, [violations("ReadsPerDay")])),
    ).toBeUndefined();
    const old = answered("PERMISSION_DENIED", "", [info("userRateLimitExceeded")]);
    expect(exceededQuota(old)).toMatchObject({ kind: "throttle" });
  });

  it("takes no link for a period, and no word for a part of another", () => {
    const links = "see https://docs.example/d/1 and /s/2, or write to the permindful";
    expect(exceededQuota(exhausted(links))).toMatchObject({ kind: undefined, scope: "unknown" });
  });
});

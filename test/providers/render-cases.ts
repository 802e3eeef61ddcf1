import { errorFromHttp } from "../../src/entry/http.js";
import {
  badRequest,
  errorInfo,
  preconditionFailure,
  quotaFailure,
  RpcError,
  resourceInfo,
  retryInfo,
} from "../../src/entry/index.js";
import { type Explanation, explain, type RenderOptions } from "../../src/entry/providers.js";

const type = (name: string) => `type.googleapis.com/google.rpc.${name}`;

/** 2026-01-01 at midnight, so that times do not change from run to run. */
const retry = { now: Date.UTC(2026, 0, 1) };

const GEMINI_QUOTA = errorFromHttp({
  status: 429,
  body: {
    error: {
      code: 429,
      message: "You exceeded your current quota, please check your plan and billing details.",
      status: "RESOURCE_EXHAUSTED",
      details: [
        {
          "@type": type("QuotaFailure"),
          violations: [
            {
              quotaMetric: "generativelanguage.googleapis.com/generate_content_free_tier_requests",
              quotaId: "GenerateRequestsPerMinutePerProjectPerModel-FreeTier",
              quotaValue: "15",
            },
          ],
        },
        {
          "@type": type("Help"),
          links: [
            { description: "Learn more", url: "https://ai.google.dev/gemini-api/docs/rate-limits" },
          ],
        },
        { "@type": type("RetryInfo"), retryDelay: "34s" },
      ],
    },
  },
});

const YANDEX_FIELDS = errorFromHttp({
  status: 400,
  headers: { "x-server-trace-id": "6fa1c2:6fa1c2:1" },
  body: {
    code: 3,
    message: "Request validation error",
    details: [
      {
        "@type": type("BadRequest"),
        fieldViolations: [
          { field: "zoneId", description: "Field is required", reason: "REQUIRED" },
          {
            field: "resourcesSpec.cores",
            description: "the value must be one of those that the platform allows: 2, 4, 6, 8, 10",
          },
        ],
      },
      { "@type": type("RequestInfo"), requestId: "0f4de8bb-0a79-4c4e-bf2d-0a5a9f2a0c55" },
      { "@type": type("LocalizedMessage"), locale: "ru", message: "Проверьте параметры запроса" },
    ],
  },
});

const YANDEX_LIMIT = errorFromHttp({
  status: 429,
  body: {
    code: 8,
    message: "The limit on maximum number of instances has exceeded.",
    details: [
      {
        "@type": "type.googleapis.com/yandex.cloud.quota.QuotaFailure",
        violations: [
          { metric: { name: "compute.instances.count", limit: "8", usage: 8 }, required: "9" },
        ],
      },
    ],
  },
});

const GPT_QUOTA = errorFromHttp({
  status: 429,
  body: {
    error: {
      grpcCode: 8,
      httpCode: 429,
      message:
        "ai.textGenerationCompletionSessionsCount.count gauge quota limit exceed: allowed 1 requests",
      httpStatus: "Too Many Requests",
      details: [],
    },
  },
});

const SUSPENDED = errorFromHttp({
  status: 412,
  headers: { "x-request-id": "req-8842", "fireworks-server-processing-time": "0.01" },
  body: { error: { object: "error", type: "error", code: "412", message: "Account is suspended" } },
});

const HOSTILE = new RpcError(
  "FAILED_PRECONDITION",
  "line\u001B[31m one\r\nline two\u202Eobserver",
  {
    details: [
      badRequest([{ field: "a\u001B]0;title\u0007b", description: "x\ny\tz" }]),
      preconditionFailure([{ type: "T\u009B1m", subject: "", description: "\u2028split" }]),
      retryInfo(90_000),
    ],
  },
);

/** What decides on another attempt in its own way, each in both languages. */
const DENIED = new RpcError("PERMISSION_DENIED", "Permission denied", {
  details: [
    errorInfo({
      reason: "IAM_PERMISSION_DENIED",
      domain: "iam.googleapis.com",
      metadata: { permission: "storage.objects.get, storage.objects.list" },
    }),
    resourceInfo({ resourceType: "bucket", resourceName: "b1", description: "Books of 2026." }),
  ],
});
const DAY_QUOTA = new RpcError("RESOURCE_EXHAUSTED", "Quota exceeded", {
  details: [quotaFailure([{ quotaId: "ReadsPerDay", description: "1,000 reads a day" }])],
});
const UNMET = new RpcError("FAILED_PRECONDITION", "cannot delete", {
  details: [
    preconditionFailure([
      { type: "STATE", subject: "folder/f1", description: "the folder is not empty" },
      { type: "LOCK", subject: "folder/f1", description: "" },
    ]),
  ],
});
const BOTH: Readonly<Record<string, RpcError>> = {
  "aborted-transaction": new RpcError("ABORTED", "a concurrent change won"),
  "expired-token": new RpcError("UNAUTHENTICATED", "The token has expired"),
  "operation-in-the-way": new RpcError(
    "FAILED_PRECONDITION",
    'conflicting operation "epd0abc123" detected',
  ),
  "permission-denied": DENIED,
  "quota-of-a-day": DAY_QUOTA,
  "unmet-conditions": UNMET,
};

/** An explanation as a file shows it. */
export interface RenderCase {
  readonly file: string;
  readonly explanation: Explanation;
  readonly options?: RenderOptions;
}

const gemini = explain(GEMINI_QUOTA, { retry });
const yandex = explain(YANDEX_FIELDS, { retry });
const yandexRu = explain(YANDEX_FIELDS, { retry, locale: "ru" });

/** Explanations of answers as providers send them, and how wide they are shown. */
export const RENDER_CASES: readonly RenderCase[] = [
  { file: "gemini-quota-80.txt", explanation: gemini },
  { file: "gemini-quota-40.txt", explanation: gemini, options: { width: 40 } },
  { file: "gemini-quota-120.txt", explanation: gemini, options: { width: 120 } },
  {
    file: "gemini-quota-safe-80.txt",
    explanation: explain(GEMINI_QUOTA, { retry: { ...retry, idempotent: true } }),
  },
  { file: "yandex-cloud-fields-80.txt", explanation: yandex },
  { file: "yandex-cloud-fields-ru-80.txt", explanation: yandexRu },
  { file: "yandex-cloud-fields-ru-40.txt", explanation: yandexRu, options: { width: 40 } },
  { file: "yandex-cloud-limit-80.txt", explanation: explain(YANDEX_LIMIT, { retry }) },
  {
    file: "yandex-ai-studio-quota-ru-80.txt",
    explanation: explain(GPT_QUOTA, { retry, locale: "ru" }),
  },
  { file: "fireworks-suspended-80.txt", explanation: explain(SUSPENDED, { retry }) },
  { file: "hostile-80.txt", explanation: explain(HOSTILE, { retry }) },
  {
    file: "general-unavailable-ru-80.txt",
    explanation: explain(new RpcError("UNAVAILABLE", "no connection"), { retry, locale: "ru" }),
  },
  ...Object.entries(BOTH).flatMap(([name, error]) =>
    ["en", "ru"].map((locale) => ({
      file: `${name}-${locale}-80.txt`,
      explanation: explain(error, { retry, locale }),
    })),
  ),
];

import type { RequestListener } from "node:http";
import { ApiError, type GenerateContentConfig, GoogleGenAI, type HttpOptions } from "@google/genai";
import { describe, expect, it } from "vitest";
import { QuotaFailureSchema } from "../../gen/google/rpc/error_details_pb.js";
import { badGatewayPage, googleNotFound, googleQuota } from "./bodies.js";
import { type Decoded, expectDecoded } from "./expect-decoded.js";
import { answer, failureOf, freePort, neverAnswers, rejection, resets } from "./serve.js";

const rest = { origin: "server", via: "rest" } as const;
const proxy = { origin: "transport", via: "rest" } as const;
const broken = { code: "UNAVAILABLE", origin: "transport", via: "local" } as const;

const quota: Decoded = {
  ...rest,
  code: "RESOURCE_EXHAUSTED",
  message: googleQuota.error.message,
  httpStatus: 429,
  retryDelayMs: 34_400,
  details: ["google.rpc.QuotaFailure", "google.rpc.RetryInfo"],
};

const sdk = (baseUrl: string, options: HttpOptions = {}) =>
  new GoogleGenAI({ apiKey: "key", httpOptions: { baseUrl, ...options } });

const generate = (url: string, options?: HttpOptions, config: GenerateContentConfig = {}) =>
  sdk(url, options).models.generateContent({ model: "gemini-pro", contents: "hi", config });

async function stream(url: string): Promise<void> {
  const chunks = await sdk(url).models.generateContentStream({
    model: "gemini-pro",
    contents: "hi",
  });
  for await (const _ of chunks);
}

const interact = (url: string) =>
  sdk(url).interactions.create({ model: "gemini-pro", input: "hi" }, { maxRetries: 0 });

describe("RpcError.from of the GenAI SDK's ApiError", () => {
  it.each<[string, RequestListener, Decoded]>([
    ["a quota with its delay, which stand only in the message", answer(429, googleQuota), quota],
    ["the same in an array", answer(429, [googleQuota]), quota],
    [
      "the same as plain text, which the SDK wraps into a body of its own",
      answer(429, JSON.stringify(googleQuota), { "content-type": "text/plain" }),
      quota,
    ],
    [
      "details of unknown types",
      answer(404, googleNotFound),
      {
        ...rest,
        code: "NOT_FOUND",
        message: googleNotFound.error.message,
        httpStatus: 404,
        reason: "BOOK_MISSING",
        details: ["google.rpc.ErrorInfo", "example.library.v1.ShelfHint"],
      },
    ],
    [
      "a proxy's HTML, which the SDK wraps into a body of its own",
      answer(502, badGatewayPage, { "content-type": "text/html" }),
      { ...proxy, code: "UNAVAILABLE", message: "502 Bad Gateway", httpStatus: 502 },
    ],
    [
      "a proxy's text",
      answer(503, "no healthy upstream", { "content-type": "text/plain" }),
      { ...proxy, code: "UNAVAILABLE", message: "no healthy upstream", httpStatus: 503 },
    ],
    [
      "an empty body",
      answer(503, ""),
      { ...proxy, code: "UNAVAILABLE", message: "HTTP 503", httpStatus: 503 },
    ],
  ])("reads %s", async (_, listener, expected) => {
    const cause = await failureOf(listener, (url) => generate(url));
    expect(cause).toBeInstanceOf(ApiError);
    expectDecoded(cause, expected);
  });

  it("decodes the details that the message holds", async () => {
    const cause = await failureOf(answer(429, googleQuota), (url) => generate(url));
    const error = expectDecoded(cause, quota);
    expect(error.find(QuotaFailureSchema)?.violations).toMatchObject([
      {
        quotaMetric: "generate_requests",
        quotaId: "PerMinutePerModel",
        quotaDimensions: { model: "gemini-pro" },
        quotaValue: 5n,
      },
    ]);
    expect(error.problems).toEqual([]);
  });

  const events = (...parts: string[]) =>
    answer(200, parts.join(""), { "content-type": "text/event-stream" });
  it.each([
    ["before any chunk", answer(429, [googleQuota])],
    ["as bare JSON in a stream", events(JSON.stringify(googleQuota))],
    [
      "as an event after a chunk",
      events(`data: {"candidates":[]}\n\n`, `data: ${JSON.stringify(googleQuota)}\n\n`),
    ],
  ])("reads an error that comes %s", async (_, listener) => {
    const cause = await failureOf(listener, stream);
    expect(cause).toBeInstanceOf(ApiError);
    expectDecoded(cause, quota);
  });
});

describe("RpcError.from of the GenAI SDK's errors without an answer", () => {
  it("finds a refused connection", async () => {
    expectDecoded(await rejection(generate(`http://127.0.0.1:${await freePort()}`)), {
      ...broken,
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });

  it("finds a connection that was reset", async () => {
    expectDecoded(await failureOf(resets, (url) => generate(url)), {
      ...broken,
      message: expect.stringContaining("ECONNRESET"),
    });
  });

  it("takes the SDK's timeout and the caller's abort, which the SDK throws alike, for a cancellation", async () => {
    const controller = new AbortController();
    const causes = [
      await failureOf(neverAnswers, (url) => generate(url, { timeout: 50 })),
      await failureOf(neverAnswers, (url) => {
        setTimeout(() => controller.abort(), 30);
        return generate(url, {}, { abortSignal: controller.signal });
      }),
    ];
    for (const cause of causes) {
      expectDecoded(cause, {
        code: "CANCELLED",
        message: "This operation was aborted",
        origin: "local",
        via: "local",
      });
    }
  });

  it("keeps the message of an answer that announced JSON and broke it", async () => {
    const cause = await failureOf(
      answer(500, "{nope", { "content-type": "application/json" }),
      (url) => generate(url),
    );
    expect(cause).toBeInstanceOf(SyntaxError);
    expectDecoded(cause, {
      code: "UNKNOWN",
      message: (cause as SyntaxError).message,
      origin: "local",
      via: "local",
    });
  });
});

/** What a slug becomes, beside a code. */
const slug = (reason: string) => ({ reason, details: ["google.rpc.ErrorInfo"] });

describe("RpcError.from of the errors of the GenAI SDK's interactions", () => {
  it.each<[string, RequestListener, Decoded]>([
    [
      "a slug for a rate limit",
      answer(
        429,
        { error: { code: "rate_limit_exceeded", message: "too fast" } },
        { "x-request-id": "req-1" },
      ),
      {
        ...rest,
        code: "RESOURCE_EXHAUSTED",
        message: "too fast",
        httpStatus: 429,
        ...slug("RATE_LIMIT_EXCEEDED"),
        requestIds: ["req-1"],
      },
    ],
    [
      "a slug whose HTTP status would say something else",
      answer(402, { error: { code: "payment_required", message: "pay first" } }),
      {
        ...rest,
        code: "RESOURCE_EXHAUSTED",
        message: "pay first",
        httpStatus: 402,
        ...slug("PAYMENT_REQUIRED"),
      },
    ],
    [
      "a slug for a request that is wrong",
      answer(400, { error: { code: "invalid_request", message: "no input" } }),
      {
        ...rest,
        code: "INVALID_ARGUMENT",
        message: "no input",
        httpStatus: 400,
        ...slug("INVALID_REQUEST"),
      },
    ],
    [
      "a proxy's HTML",
      answer(502, badGatewayPage, { "content-type": "text/html" }),
      { ...proxy, code: "UNAVAILABLE", message: "502 Bad Gateway", httpStatus: 502 },
    ],
  ])("reads %s", async (_, listener, expected) => {
    const cause = await failureOf(listener, interact);
    expectDecoded(cause, expected);
  });
});

import type { RequestListener } from "node:http";
import OpenAI, {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  type ClientOptions,
  ConflictError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  UnprocessableEntityError,
} from "openai";
import { describe, expect, it } from "vitest";
import { RpcError } from "../../src/error/rpc-error.js";
import { badGatewayPage, googleNotFound, googleQuota, yandexPrecondition } from "./bodies.js";
import { type Decoded, expectDecoded } from "./expect-decoded.js";
import {
  answer,
  cutsOff,
  failureOf,
  freePort,
  HOST_NOT_FOUND,
  NO_SUCH_HOST,
  neverAnswers,
  rejection,
  resets,
} from "./serve.js";

type ErrorClass = abstract new (...args: never[]) => APIError;

const rest = { origin: "server", via: "rest" } as const;
const proxy = { origin: "transport", via: "rest" } as const;
const broken = { code: "UNAVAILABLE", origin: "transport", via: "local" } as const;
const errorInfo = { details: ["google.rpc.ErrorInfo"] };

const client = (baseURL: string, options: ClientOptions = {}) =>
  new OpenAI({ apiKey: "key", baseURL, maxRetries: 0, ...options });

const complete = (url: string, options?: ClientOptions, signal?: AbortSignal) =>
  client(url, options).chat.completions.create(
    { model: "m", messages: [] },
    signal === undefined ? {} : { signal },
  );

async function stream(url: string): Promise<string[]> {
  const chunks = await client(url).chat.completions.create({
    model: "m",
    messages: [],
    stream: true,
  });
  const ids: string[] = [];
  for await (const { id } of chunks) ids.push(id);
  return ids;
}

/** An answer with the id by which OpenAI's support finds the request. */
const identified = (status: number, body: unknown) =>
  answer(status, body, { "x-request-id": "req-1" });

const openAi = (status: number, error: unknown) => identified(status, { error });

describe("RpcError.from of the OpenAI SDK's APIError", () => {
  it.each<[string, RequestListener, ErrorClass, Decoded]>([
    [
      "a rate limit of OpenAI",
      openAi(429, {
        message: "too many requests a minute",
        type: "requests",
        param: null,
        code: "rate_limit_exceeded",
      }),
      RateLimitError,
      {
        ...rest,
        ...errorInfo,
        code: "RESOURCE_EXHAUSTED",
        message: "too many requests a minute",
        httpStatus: 429,
        reason: "RATE_LIMIT_EXCEEDED",
        requestIds: ["req-1"],
      },
    ],
    [
      "a used-up quota of OpenAI",
      openAi(429, {
        message: "the plan's quota is used up",
        type: "insufficient_quota",
        param: null,
        code: "insufficient_quota",
      }),
      RateLimitError,
      {
        ...rest,
        ...errorInfo,
        code: "RESOURCE_EXHAUSTED",
        message: "the plan's quota is used up",
        httpStatus: 429,
        reason: "INSUFFICIENT_QUOTA",
        requestIds: ["req-1"],
      },
    ],
    [
      "a wrong key of OpenAI",
      openAi(401, {
        message: "this key is wrong",
        type: "invalid_request_error",
        param: null,
        code: "invalid_api_key",
      }),
      AuthenticationError,
      {
        ...rest,
        ...errorInfo,
        code: "UNAUTHENTICATED",
        message: "this key is wrong",
        httpStatus: 401,
        reason: "INVALID_API_KEY",
        requestIds: ["req-1"],
      },
    ],
    [
      "a wrong key of Fireworks, which names a type alone",
      openAi(401, {
        object: "error",
        type: "invalid_request_error",
        code: null,
        message: "the key is wrong",
      }),
      AuthenticationError,
      {
        ...rest,
        ...errorInfo,
        code: "UNAUTHENTICATED",
        message: "the key is wrong",
        httpStatus: 401,
        reason: "INVALID_REQUEST_ERROR",
        requestIds: ["req-1"],
      },
    ],
    [
      "a model that Fireworks does not have",
      openAi(404, {
        object: "error",
        type: "invalid_request_error",
        code: "NOT_FOUND",
        message: "no such model, or it is not deployed",
      }),
      NotFoundError,
      {
        ...rest,
        ...errorInfo,
        code: "NOT_FOUND",
        message: "no such model, or it is not deployed",
        httpStatus: 404,
        reason: "NOT_FOUND",
        requestIds: ["req-1"],
      },
    ],
    [
      "rights that are missing",
      openAi(403, {
        message: "not your region",
        code: "unsupported_country_region_territory",
        type: "request_forbidden",
      }),
      PermissionDeniedError,
      {
        ...rest,
        ...errorInfo,
        code: "PERMISSION_DENIED",
        message: "not your region",
        httpStatus: 403,
        reason: "UNSUPPORTED_COUNTRY_REGION_TERRITORY",
        requestIds: ["req-1"],
      },
    ],
    [
      "a conflict",
      openAi(409, { message: "changed meanwhile", type: "conflict_error" }),
      ConflictError,
      {
        ...rest,
        ...errorInfo,
        code: "ABORTED",
        message: "changed meanwhile",
        httpStatus: 409,
        reason: "CONFLICT_ERROR",
        requestIds: ["req-1"],
      },
    ],
    [
      "a failure of the server",
      openAi(500, { message: "our fault", type: "server_error", param: null, code: null }),
      InternalServerError,
      {
        ...rest,
        ...errorInfo,
        code: "INTERNAL",
        message: "our fault",
        httpStatus: 500,
        reason: "SERVER_ERROR",
        requestIds: ["req-1"],
      },
    ],
    [
      "an error that is a string",
      openAi(404, "model is not deployed"),
      NotFoundError,
      {
        ...rest,
        code: "NOT_FOUND",
        message: "model is not deployed",
        httpStatus: 404,
        requestIds: ["req-1"],
      },
    ],
    [
      "JSON that came as plain text",
      answer(
        429,
        JSON.stringify({
          error: { message: "slower", type: "requests", code: "rate_limit_exceeded" },
        }),
        { "content-type": "text/plain" },
      ),
      RateLimitError,
      {
        ...rest,
        ...errorInfo,
        code: "RESOURCE_EXHAUSTED",
        message: "slower",
        httpStatus: 429,
        reason: "RATE_LIMIT_EXCEEDED",
      },
    ],
    [
      "Google's envelope",
      identified(404, googleNotFound),
      NotFoundError,
      {
        ...rest,
        code: "NOT_FOUND",
        message: googleNotFound.error.message,
        httpStatus: 404,
        reason: "BOOK_MISSING",
        details: ["google.rpc.ErrorInfo", "example.library.v1.ShelfHint"],
        requestIds: ["req-1"],
      },
    ],
    [
      "Google's quota with its delay",
      identified(429, googleQuota),
      RateLimitError,
      {
        ...rest,
        code: "RESOURCE_EXHAUSTED",
        message: googleQuota.error.message,
        httpStatus: 429,
        retryDelayMs: 34_400,
        details: ["google.rpc.QuotaFailure", "google.rpc.RetryInfo"],
        requestIds: ["req-1"],
      },
    ],
    [
      "a proxy's HTML",
      answer(502, badGatewayPage, { "content-type": "text/html", "x-request-id": "req-1" }),
      InternalServerError,
      {
        ...proxy,
        code: "UNAVAILABLE",
        message: "502 Bad Gateway",
        httpStatus: 502,
        requestIds: ["req-1"],
      },
    ],
    [
      "a proxy's text",
      answer(503, "no healthy upstream", { "content-type": "text/plain" }),
      InternalServerError,
      { ...proxy, code: "UNAVAILABLE", message: "no healthy upstream", httpStatus: 503 },
    ],
    [
      "an empty body",
      identified(500, ""),
      InternalServerError,
      {
        ...proxy,
        code: "UNKNOWN",
        message: "HTTP 500",
        httpStatus: 500,
        requestIds: ["req-1"],
      },
    ],
  ])("reads %s", async (_, listener, ErrorClass, expected) => {
    const cause = await failureOf(listener, (url) => complete(url));
    expect(cause).toBeInstanceOf(ErrorClass);
    expectDecoded(cause, expected);
  });

  it("makes the parameter a field violation and keeps the SDK's words as metadata", async () => {
    const cause = await failureOf(
      openAi(400, {
        message: "must be at most 2",
        type: "invalid_request_error",
        param: "temperature",
        code: "decimal_above_max_value",
      }),
      (url) => complete(url),
    );
    expect(cause).toBeInstanceOf(BadRequestError);
    const error = expectDecoded(cause, {
      ...rest,
      code: "INVALID_ARGUMENT",
      message: "must be at most 2",
      httpStatus: 400,
      reason: "DECIMAL_ABOVE_MAX_VALUE",
      details: ["google.rpc.ErrorInfo", "google.rpc.BadRequest"],
      requestIds: ["req-1"],
    });
    expect(error.fieldViolations).toMatchObject([
      { field: "temperature", description: "must be at most 2" },
    ]);
    expect(error.errorInfo?.metadata).toMatchObject({
      type: "invalid_request_error",
      code: "decimal_above_max_value",
      param: "temperature",
    });
  });

  it("keeps the headers", async () => {
    const cause = await failureOf(
      answer(429, { error: { message: "slower" } }, { "retry-after": "2" }),
      (url) => complete(url),
    );
    expect(RpcError.from(cause).metadata.get("retry-after")).toBe("2");
  });

  // HTTP statuses that services for models give without a code of their own.
  it.each([
    [402, "FAILED_PRECONDITION"],
    [405, "UNIMPLEMENTED"],
    [408, "DEADLINE_EXCEEDED"],
    [412, "FAILED_PRECONDITION"],
    [413, "INVALID_ARGUMENT"],
    [502, "UNAVAILABLE"],
    [503, "UNAVAILABLE"],
    [504, "DEADLINE_EXCEEDED"],
    [520, "UNKNOWN"],
  ] as const)("reads HTTP %i without a code as %s", async (httpStatus, code) => {
    const cause = await failureOf(
      openAi(httpStatus, { object: "error", message: "as the status says", type: "error" }),
      (url) => complete(url),
    );
    expect(RpcError.from(cause)).toMatchObject({
      codeName: code,
      message: "as the status says",
      origin: "server",
      httpStatus,
    });
  });

  // The SDK keeps the member `error` of a body and nothing else.
  it.each<[string, RequestListener, ErrorClass, Pick<Decoded, "code" | "httpStatus">]>([
    [
      "an array, as Gemini answers",
      answer(400, [{ error: { code: 400, message: "wrong key", status: "INVALID_ARGUMENT" } }]),
      BadRequestError,
      { code: "INVALID_ARGUMENT", httpStatus: 400 },
    ],
    [
      "a flat status",
      answer(503, { ...yandexPrecondition, code: 14 }),
      InternalServerError,
      { code: "UNAVAILABLE", httpStatus: 503 },
    ],
    [
      "a detail, as FastAPI answers",
      answer(404, { detail: "no such model" }),
      NotFoundError,
      { code: "NOT_FOUND", httpStatus: 404 },
    ],
    [
      "a detail that is a list",
      answer(422, { detail: [{ loc: ["body", "model"], msg: "required", type: "missing" }] }),
      UnprocessableEntityError,
      { code: expect.stringMatching(/^(INVALID_ARGUMENT|FAILED_PRECONDITION)$/), httpStatus: 422 },
    ],
  ])(
    "goes by the HTTP status of the service where the SDK loses %s",
    async (_, listener, ErrorClass, expected) => {
      const cause = await failureOf(listener, (url) => complete(url));
      expect(cause).toBeInstanceOf(ErrorClass);
      expectDecoded(cause, { ...rest, message: `HTTP ${expected.httpStatus}`, ...expected });
    },
  );
});

describe("RpcError.from of what the OpenAI SDK throws in the middle of a stream", () => {
  const events = (...lines: string[]) =>
    answer(200, [`data: {"id":"1","choices":[]}`, ...lines].map((line) => `${line}\n\n`).join(""), {
      "content-type": "text/event-stream",
      "x-request-id": "req-stream",
    });

  it.each<[string, RequestListener, Decoded]>([
    [
      "an error object",
      events(
        `data: {"error":{"message":"too much to do","type":"server_error","code":"overloaded_error"}}`,
      ),
      {
        ...rest,
        ...errorInfo,
        code: "UNAVAILABLE",
        message: "too much to do",
        reason: "OVERLOADED_ERROR",
        requestIds: ["req-stream"],
      },
    ],
    [
      "an error event that names a type alone",
      events(`event: error\ndata: {"error":{"message":"our fault","type":"server_error"}}`),
      {
        ...rest,
        ...errorInfo,
        code: "INTERNAL",
        message: "our fault",
        reason: "SERVER_ERROR",
        requestIds: ["req-stream"],
      },
    ],
    [
      "an error that is a string",
      events(`data: {"error":"the engine stopped"}`),
      { ...rest, code: "UNKNOWN", message: "the engine stopped", requestIds: ["req-stream"] },
    ],
  ])("reads %s", async (_, listener, expected) => {
    const cause = await failureOf(listener, stream);
    expect(cause).toBeInstanceOf(APIError);
    expectDecoded(cause, expected);
  });

  it("reads Google's envelope with its own HTTP status", async () => {
    const cause = await failureOf(events(`data: ${JSON.stringify(googleQuota)}`), stream);
    expect(RpcError.from(cause)).toMatchObject({
      codeName: "RESOURCE_EXHAUSTED",
      message: googleQuota.error.message,
      retryDelayMs: 34_400,
      requestIds: ["req-stream"],
    });
  });

  it("finds a stream that broke off", async () => {
    const listener = cutsOff(`data: {"id":"1","choices":[]}\n\n`, {
      "content-type": "text/event-stream",
    });
    expectDecoded(await failureOf(listener, stream), {
      ...broken,
      message: "terminated: other side closed",
    });
  });
});

describe("RpcError.from of the OpenAI SDK's errors without an answer", () => {
  it.each([
    ["a refused connection", async () => `http://127.0.0.1:${await freePort()}`, /ECONNREFUSED/],
    ["a host that does not exist", async () => `http://${NO_SUCH_HOST}`, HOST_NOT_FOUND],
  ])("finds %s behind two wrappers", async (_, url, text) => {
    const cause = await rejection(complete(await url()));
    expect(cause).toBeInstanceOf(APIConnectionError);
    expectDecoded(cause, { ...broken, message: expect.stringMatching(text) });
  });

  it("finds a connection that was reset", async () => {
    const cause = await failureOf(resets, (url) => complete(url));
    expect(cause).toBeInstanceOf(APIConnectionError);
    expectDecoded(cause, { ...broken, message: expect.stringContaining("ECONNRESET") });
  });

  it("takes the SDK's timeout for a deadline", async () => {
    const cause = await failureOf(neverAnswers, (url) => complete(url, { timeout: 50 }));
    expect(cause).toBeInstanceOf(APIConnectionTimeoutError);
    expectDecoded(cause, {
      code: "DEADLINE_EXCEEDED",
      message: "Request timed out.",
      origin: "local",
      via: "local",
    });
  });

  it("takes the caller's abort for a cancellation", async () => {
    const controller = new AbortController();
    const cause = await failureOf(neverAnswers, (url) => {
      setTimeout(() => controller.abort(), 30);
      return complete(url, {}, controller.signal);
    });
    expect(cause).toBeInstanceOf(APIUserAbortError);
    expectDecoded(cause, {
      code: "CANCELLED",
      message: "Request was aborted.",
      origin: "local",
      via: "local",
    });
  });
});

import type { RequestListener } from "node:http";
import {
  fallback,
  GoogleAuth,
  GoogleError,
  googleAuthLibrary,
  type OperationsClient,
} from "google-gax";
import { describe, expect, it } from "vitest";
import {
  badGatewayPage,
  googleNotFound,
  googleOldStyle,
  googleQuota,
  yandexPrecondition,
} from "./bodies.js";
import { type Decoded, expectDecoded } from "./expect-decoded.js";
import { answer, failureOf, freePort, neverAnswers, rejection, resets } from "./serve.js";

const rest = { origin: "server", via: "rest" } as const;
const proxy = { origin: "transport", via: "rest" } as const;
const broken = { code: "UNAVAILABLE", origin: "transport", via: "local" } as const;

const auth = new GoogleAuth({ authClient: new googleAuthLibrary.PassThroughClient() });

/** Google's own client of `google.longrunning.Operations` over plain HTTP. */
const operationsClient = (port: number): OperationsClient =>
  fallback.lro({ auth, fallback: true } as never).operationsClient({
    servicePath: "127.0.0.1",
    port,
    protocol: "http",
    fallback: true,
  } as never);

const poll = (port: number, options: object = {}) =>
  operationsClient(port).getOperation({ name: "operations/1" } as never, {
    retry: null,
    ...options,
  });
const failure = (listener: RequestListener, options?: object) =>
  failureOf(listener, (_, port) => poll(port, options));

describe("RpcError.from of a GoogleError of google-gax's REST fallback", () => {
  it.each<[string, RequestListener, Decoded]>([
    [
      "Google's envelope",
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
      "Google's envelope in an array",
      answer(429, [googleQuota]),
      {
        ...rest,
        code: "RESOURCE_EXHAUSTED",
        message: googleQuota.error.message,
        httpStatus: 429,
        retryDelayMs: 34_400,
        details: ["google.rpc.QuotaFailure", "google.rpc.RetryInfo"],
      },
    ],
    [
      "a flat status, whose number gax takes for an HTTP status",
      answer(400, yandexPrecondition),
      {
        ...rest,
        code: "FAILED_PRECONDITION",
        message: "the instance is being stopped",
        httpStatus: 400,
        requestIds: ["11f9-yandex"],
        details: ["google.rpc.RequestInfo"],
      },
    ],
    [
      "an answer that gax refuses, with its headers",
      answer(401, { code: 16, message: "the token has expired" }, { "x-request-id": "req-1" }),
      {
        ...rest,
        code: "UNAUTHENTICATED",
        message: "the token has expired",
        httpStatus: 401,
        requestIds: ["req-1"],
      },
    ],
    [
      "Google's older envelope, which gax refuses as well",
      answer(403, googleOldStyle),
      {
        ...rest,
        code: "PERMISSION_DENIED",
        message: "too many requests of this user",
        httpStatus: 403,
        reason: "userRateLimitExceeded",
        details: ["google.rpc.ErrorInfo"],
      },
    ],
    [
      "a proxy's HTML, which gax quotes in its message",
      answer(502, badGatewayPage, { "content-type": "text/html" }),
      { ...proxy, code: "UNAVAILABLE", message: "502 Bad Gateway", httpStatus: 502 },
    ],
    [
      "a proxy's HTML that gax refuses",
      answer(403, "<title>403 Forbidden</title>", { "content-type": "text/html" }),
      { ...proxy, code: "PERMISSION_DENIED", message: "403 Forbidden", httpStatus: 403 },
    ],
  ])("reads %s", async (_, listener, expected) => {
    const cause = await failure(listener);
    expect(cause).toBeInstanceOf(GoogleError);
    expectDecoded(cause, expected);
  });

  it("keeps a detail of an unknown type as it came, where gax makes a ResourceInfo of it", async () => {
    const error = expectDecoded(await failure(answer(404, googleNotFound)), {
      ...rest,
      code: "NOT_FOUND",
      message: googleNotFound.error.message,
      httpStatus: 404,
      reason: "BOOK_MISSING",
      details: ["google.rpc.ErrorInfo", "example.library.v1.ShelfHint"],
    });
    expect(error.resourceInfo).toBeUndefined();
    expect(error.details[1]?.json).toEqual(googleNotFound.error.details[1]);
    expect(error.errorInfo?.metadata).toEqual({ book: "42" });
  });

  it("keeps the HTTP status of an empty answer", async () => {
    const cause = await failure(answer(503, ""));
    expectDecoded(cause, {
      ...proxy,
      code: "UNAVAILABLE",
      message: expect.stringMatching(/HTTP 503|503 .* empty/),
      httpStatus: 503,
    });
  });
});

describe("RpcError.from of a GoogleError without an answer", () => {
  it("finds a refused connection", async () => {
    expectDecoded(await rejection(poll(await freePort())), {
      ...broken,
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });

  it("finds a connection that was reset", async () => {
    expectDecoded(await failure(resets), {
      ...broken,
      message: expect.stringContaining("ECONNRESET"),
    });
  });

  it("takes gax's deadline for one, though the error below is an abort", async () => {
    expectDecoded(await failure(neverAnswers, { timeout: 50 }), {
      code: "DEADLINE_EXCEEDED",
      message: expect.stringMatching(/did not respond within \d+ milliseconds/),
      origin: "local",
      via: "local",
    });
  });

  it("takes the caller's cancel for a cancellation", async () => {
    const cause = await failureOf(neverAnswers, (_, port) => {
      const call = poll(port) as Promise<unknown> & { cancel(): void };
      setTimeout(() => call.cancel(), 50);
      return call;
    });
    expectDecoded(cause, {
      code: "CANCELLED",
      message: expect.stringMatching(/aborted|cancelled/),
      origin: "local",
      via: "local",
    });
  });
});

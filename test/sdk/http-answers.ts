import type { RequestListener } from "node:http";
import {
  badGatewayPage,
  connectUnavailable,
  googleNotFound,
  googleOldStyle,
  googleQuota,
  yandexPrecondition,
} from "./bodies.js";
import type { Decoded } from "./expect-decoded.js";
import { answer } from "./serve.js";

/** What a server answers, and what every HTTP client's error has to be decoded to. */
export interface HttpCase {
  readonly title: string;
  readonly listener: RequestListener;
  readonly expected: Decoded;
}

const id = { "x-request-id": "req-1" };
const rest = { origin: "server", via: "rest" } as const;
const proxy = { origin: "transport", via: "rest" } as const;

const notFound: Decoded = {
  ...rest,
  code: "NOT_FOUND",
  message: "book 42 is not on any shelf",
  httpStatus: 404,
  reason: "BOOK_MISSING",
  details: ["google.rpc.ErrorInfo", "example.library.v1.ShelfHint"],
};

const quota: Decoded = {
  ...rest,
  code: "RESOURCE_EXHAUSTED",
  message: googleQuota.error.message,
  httpStatus: 429,
  retryDelayMs: 34_400,
  details: ["google.rpc.QuotaFailure", "google.rpc.RetryInfo"],
};

/** The page of a proxy; not every client keeps it. */
export const htmlAnswer: HttpCase = {
  title: "a proxy's HTML",
  listener: answer(502, badGatewayPage, { "content-type": "text/html", ...id }),
  expected: {
    ...proxy,
    code: "UNAVAILABLE",
    message: "502 Bad Gateway",
    httpStatus: 502,
    requestIds: ["req-1"],
  },
};

/** Answers whose bodies every client keeps on its error. */
export const httpCases: readonly HttpCase[] = [
  {
    title: "Google's envelope",
    listener: answer(404, googleNotFound, id),
    expected: { ...notFound, requestIds: ["req-1"] },
  },
  {
    title: "Google's envelope in an array",
    listener: answer(429, [googleQuota]),
    expected: quota,
  },
  {
    title: "Google's envelope as plain text",
    listener: answer(404, JSON.stringify(googleNotFound), { "content-type": "text/plain" }),
    expected: notFound,
  },
  {
    title: "Google's older envelope",
    listener: answer(403, googleOldStyle),
    expected: {
      ...rest,
      code: "PERMISSION_DENIED",
      message: "too many requests of this user",
      httpStatus: 403,
      reason: "userRateLimitExceeded",
      details: ["google.rpc.ErrorInfo"],
    },
  },
  {
    title: "a flat status, believed against the HTTP status",
    listener: answer(500, yandexPrecondition, {
      "x-request-id": "req-2",
      "x-server-trace-id": "trace-2",
    }),
    expected: {
      ...rest,
      code: "FAILED_PRECONDITION",
      message: "the instance is being stopped",
      httpStatus: 500,
      requestIds: ["11f9-yandex", "req-2", "trace-2"],
      details: ["google.rpc.RequestInfo"],
    },
  },
  {
    title: "Connect's error",
    listener: answer(503, connectUnavailable),
    expected: {
      code: "UNAVAILABLE",
      message: "the shelf moves",
      origin: "server",
      via: "connect",
      httpStatus: 503,
      retryDelayMs: 1500,
      details: ["google.rpc.RetryInfo"],
    },
  },
  {
    title: "an error that is a string",
    listener: answer(404, { error: "model is not deployed" }),
    expected: { ...rest, code: "NOT_FOUND", message: "model is not deployed", httpStatus: 404 },
  },
  {
    title: "a proxy's text",
    listener: answer(503, "no healthy upstream", { "content-type": "text/plain" }),
    expected: { ...proxy, code: "UNAVAILABLE", message: "no healthy upstream", httpStatus: 503 },
  },
  {
    title: "an empty body",
    listener: answer(500, ""),
    expected: { ...proxy, code: "UNKNOWN", message: "HTTP 500", httpStatus: 500 },
  },
];

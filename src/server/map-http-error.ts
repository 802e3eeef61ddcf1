import { httpPhrase } from "../dialects/http-phrase.js";
import { RpcError } from "../error/rpc-error.js";
import { isErrorCode } from "../status/code.js";
import { codeFromHttpStatus } from "../status/http-status.js";
import { isError, member } from "../wire/members.js";
import { shorten } from "../wire/shorten.js";
import { badRequestError } from "./bad-request-error.js";
import { answerHeaders } from "./frameworks/answer-headers.js";
import { expressError } from "./frameworks/express-error.js";
import { fastifyError } from "./frameworks/fastify-error.js";
import { honoError } from "./frameworks/hono-error.js";
import { nestError } from "./frameworks/nest-error.js";
import type { FrameworkRecognizer, StatedFailure } from "./frameworks/stated-failure.js";

/** Characters of a framework's text. */
const MAX_MESSAGE = 1000;

/** How an error of each framework is known, and what would make it the answer of another service instead. */
const FRAMEWORKS: readonly {
  readonly read: FrameworkRecognizer;
  readonly not: readonly string[];
}[] = [
  { read: expressError, not: ["request", "response", "config"] },
  { read: fastifyError, not: ["request", "response", "config"] },
  // Nest keeps its body as `response`.
  { read: nestError, not: ["request", "config"] },
  { read: honoError, not: ["request", "response", "config"] },
];

/**
 * Makes a status of what an HTTP framework throws to answer 4xx on purpose: errors of http-errors (Express,
 * body-parser, Koa), Fastify's own and those of its validation, Nest's `HttpException` and Hono's
 * `HTTPException`. The code follows the HTTP status, which is kept; what a validation lists becomes a
 * `BadRequest`. Of headers it takes along `allow`, `content-range`, `retry-after` and `www-authenticate`.
 * For `mapError` of a server's policy.
 *
 * @returns `undefined` for a 5xx, whose text is not for clients, for an answer of another service (axios,
 *   openai and others), and for any other value. Total: never throws.
 */
export function mapHttpError(error: unknown): RpcError | undefined {
  if (!isError(error) || error instanceof RpcError) return undefined;
  for (const { read, not } of FRAMEWORKS) {
    if (not.some((name) => member(error, name) !== undefined)) continue;
    try {
      const stated = read(error);
      if (stated !== undefined) return errorOf(stated, error);
    } catch {
      // A member that throws: it may still be another framework's.
    }
  }
  return undefined;
}

function errorOf(stated: StatedFailure, cause: Error): RpcError | undefined {
  const { status: httpStatus, message, violations = [], total = violations.length } = stated;
  if (!isClientError(httpStatus)) return undefined;
  if (violations.length > 0) return badRequestError({ violations, total, cause, httpStatus });
  const code = codeFromHttpStatus(httpStatus, "rest");
  const said = typeof message === "string" && message !== "" ? message : httpPhrase(httpStatus);
  return isErrorCode(code)
    ? new RpcError(code, shorten(said, MAX_MESSAGE), {
        httpStatus,
        metadata: answerHeaders(stated.headers),
        cause,
      })
    : undefined;
}

function isClientError(status: unknown): status is number {
  return Number.isInteger(status) && Number(status) >= 400 && Number(status) < 500;
}

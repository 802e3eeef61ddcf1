import { checkPolicy } from "../server/check-policy.js";
import type { ErrorPolicy } from "../server/error-policy.js";
import { DEFAULT_MAX_BODY_BYTES } from "../server/max-body-bytes.js";
import { judgeError } from "../server/outgoing-error.js";
import { reportTrim } from "../server/report-error.js";
import { httpStatusFromCode } from "../status/http-status.js";
import { BODY_ENCODERS } from "./body-encoders.js";
import { checkEncodeOptions } from "./check-encode-options.js";
import { errorBody } from "./error-body.js";
import { errorHeaders } from "./error-headers.js";
import { type HttpRequestLike, readRequest } from "./incoming-request.js";
import { type HttpDialect, negotiateDialect } from "./negotiate-dialect.js";

/** How an error becomes an answer over HTTP. */
export interface HttpEncodeOptions {
  /**
   * The request that failed: a web `Request`, or what Express, Fastify, Koa and `node:http` hand to a handler.
   * It says which dialect its sender reads, names the call to `onError`, and gives its `x-request-id`.
   */
  readonly request?: HttpRequestLike | undefined;
  /**
   * The shape of the body. Default: Connect's for a Connect call, `"problem-json"` where the `Accept` header
   * asks for `application/problem+json`, else `"aip-193"`.
   */
  readonly dialect?: HttpDialect | undefined;
  /** The `Accept` header. Default: the request's. */
  readonly accept?: string | undefined;
  /** What clients may see, and who is told the rest. Default: errors made with `new RpcError` go out. */
  readonly policy?: ErrorPolicy | undefined;
  /** The challenge of a 401. Default: `www-authenticate` of the error's metadata, else `Bearer`. */
  readonly wwwAuthenticate?: string | undefined;
}

/** An answer over HTTP, for whatever framework sends it. */
export interface HttpErrorAnswer {
  /** HTTP status, 400 to 599. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Record<string, string>;
  /** JSON; empty for a HEAD request. */
  readonly body: string;
}

/**
 * The answer over HTTP to a request that failed: status, headers and body, for a client that knows nothing
 * but HTTP as for one that decodes it again.
 *
 * What clients may see is up to the policy: an `RpcError` made in this process goes out with its details, less
 * `DebugInfo`; of anything else they get INTERNAL "internal error" and an id, while `onError` gets the original.
 * The headers have `retry-after` from a `RetryInfo`, `www-authenticate` with a 401, `x-request-id`, and the
 * error's own metadata.
 *
 * @example
 * app.use((error, request, response, next) => {
 *   const { status, headers, body } = encodeHttp(error, { request });
 *   response.status(status).set(headers).send(body);
 * });
 *
 * @param error - anything that was thrown.
 * @throws TypeError that names the value, for wrong options. Nothing else throws: an error that does not encode
 *   is answered with its code and message.
 */
export function encodeHttp(error: unknown, options: HttpEncodeOptions = {}): HttpErrorAnswer {
  checkEncodeOptions(options);
  const { dialect, accept, policy = {}, wwwAuthenticate = "Bearer" } = options;
  checkPolicy(policy);
  const request = readRequest(options.request);
  const { sent, requestId } = judgeError(error, policy, request);
  const httpStatus = sent.httpStatus ?? httpStatusFromCode(sent.code);
  const encoder = BODY_ENCODERS[dialect ?? negotiateDialect(request, accept)];
  const { contentType } = encoder;
  const { maxBodyBytes: maxBytes = DEFAULT_MAX_BODY_BYTES } = policy;
  const head = errorHeaders(sent, { httpStatus, contentType, wwwAuthenticate });
  const { body, report } = errorBody(sent, { httpStatus, encoder, maxBytes });
  const trimmed = head.withDropped(report);
  if (trimmed !== undefined) {
    const { method, peer } = request;
    reportTrim(trimmed, policy, { method, peer, requestId, sent });
  }
  return { status: httpStatus, headers: head.headers, body: request.verb === "HEAD" ? "" : body };
}

import { encodeHttp, type HttpEncodeOptions } from "./encode-http.js";
import type { HttpRequestLike } from "./incoming-request.js";

/**
 * The answer of {@link encodeHttp} as a web `Response`, for servers that speak `fetch`: Hono, Bun, Deno,
 * workers.
 *
 * @example
 * app.onError((error, c) => toResponse(error, c.req.raw));
 *
 * @param error - anything that was thrown.
 * @param request - the request that failed.
 * @throws TypeError that names the value, for wrong options.
 */
export function toResponse(
  error: unknown,
  request?: HttpRequestLike,
  options: Omit<HttpEncodeOptions, "request"> = {},
): Response {
  const { status, headers, body } = encodeHttp(error, { ...options, request });
  return new Response(body || null, { status, headers });
}

import type { RpcError } from "../error/rpc-error.js";
import { retryHeaderValue } from "../server/retry-header.js";
import { fitHeaders } from "../status/budget/fit-headers.js";
import type { TrimReport } from "../status/budget/trim-report.js";
import { withHeaders } from "../status/budget/with-headers.js";
import { isReservedHeader } from "../status/reserved-headers.js";
import { encodeBase64 } from "../wire/base64.js";
import { isLegalHeader } from "./legal-header.js";

/** What an error's headers are made of besides itself. */
export interface ErrorHeadersInit {
  readonly httpStatus: number;
  readonly contentType: string;
  /** What stands in `WWW-Authenticate` of a 401 where the error itself says nothing. */
  readonly wwwAuthenticate: string;
}

/** The headers of an answer. */
export interface ErrorHeaders {
  readonly headers: Record<string, string>;
  /** Adds those that did not fit to the report of the body. */
  readonly withDropped: (report: TrimReport | undefined) => TrimReport | undefined;
}

/**
 * How much the error's own headers may weigh together: many servers and proxies refuse an answer whose
 * headers are larger than 8 kB to 16 kB.
 */
const MAX_OWN_BYTES = 8_192;

/** The headers that an error is answered with, its own among them. Total: those that HTTP forbids are left out. */
export function errorHeaders(
  error: RpcError,
  { httpStatus, contentType, wwwAuthenticate }: ErrorHeadersInit,
): ErrorHeaders {
  const { kept, ...fitted } = fitHeaders(ownHeaders(error), MAX_OWN_BYTES);
  const retryAfter = retryHeaderValue(error, "retry-after");
  return {
    headers: {
      ...(httpStatus === 401 && { "www-authenticate": wwwAuthenticate }),
      ...Object.fromEntries(kept),
      "content-type": contentType,
      "cache-control": "no-store",
      ...(retryAfter !== undefined && { "retry-after": retryAfter }),
    },
    withDropped: (report) => withHeaders(report, fitted, MAX_OWN_BYTES),
  };
}

/** The headers that an error was made with, several values of a name as one. */
function ownHeaders(error: RpcError): Map<string, string> {
  const headers = new Map<string, string>();
  for (const [name, value] of error.metadata) {
    const text = typeof value === "string" ? value : encodeBase64(value);
    if (isReservedHeader(name) || !isLegalHeader(name, text)) continue;
    const before = headers.get(name);
    // Cookies are the one header of which several do not make a list.
    if (name === "set-cookie" && before !== undefined) continue;
    headers.set(name, before === undefined ? text : `${before}, ${text}`);
  }
  return headers;
}

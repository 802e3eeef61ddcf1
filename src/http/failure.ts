import { RpcError } from "../error/rpc-error.js";
import { Code, type ErrorCode, isErrorCode } from "../status/code.js";
import type { ErrorOrigin } from "../status/error-parts.js";
import { codeFromHttpStatus, type HttpStatusFamily } from "../status/http-status.js";
import { shorten } from "../wire/shorten.js";

/** How much of a text stays on an error: logs and reports pass it around. */
const MAX_KEPT = 65_536;

/** An error that no server worded: it was found out here while an answer was fetched or read. */
export function failure(
  code: ErrorCode,
  message: string,
  origin: ErrorOrigin,
  { body, cause }: { readonly body?: unknown; readonly cause?: unknown } = {},
): RpcError {
  const kept = keptBody(body);
  const found = {
    code,
    message,
    details: [],
    origin,
    via: "local",
    problems: [],
    body: kept,
  } as const;
  return RpcError.fromParts(found, cause);
}

/** The error of an answer of which only the HTTP status says that it failed. */
export function statusFailure(
  status: number,
  cause?: unknown,
  family: HttpStatusFamily = "transport",
): RpcError {
  const code = codeFromHttpStatus(status, family);
  return failure(isErrorCode(code) ? code : Code.UNKNOWN, `HTTP ${status}`, "transport", { cause });
}

/** A body as an error keeps it: a text not longer than the bound, anything else as it is. */
export function keptBody(body: unknown): unknown {
  return typeof body === "string" ? shorten(body, MAX_KEPT) : body;
}

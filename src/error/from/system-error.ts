import { Code, type ErrorCode } from "../../status/code.js";
import type { ErrorParts } from "../../status/error-parts.js";
import { members } from "../../wire/members.js";

/**
 * What the system's and undici's network errors mean for a call.
 *
 * @see https://nodejs.org/api/errors.html#common-system-errors
 */
const SYSTEM_CODES: Readonly<Record<string, ErrorCode>> = {
  ECONNREFUSED: Code.UNAVAILABLE,
  ECONNRESET: Code.UNAVAILABLE,
  ECONNABORTED: Code.UNAVAILABLE,
  EPIPE: Code.UNAVAILABLE,
  EHOSTUNREACH: Code.UNAVAILABLE,
  EHOSTDOWN: Code.UNAVAILABLE,
  ENETUNREACH: Code.UNAVAILABLE,
  ENETDOWN: Code.UNAVAILABLE,
  EADDRNOTAVAIL: Code.UNAVAILABLE,
  ENOTFOUND: Code.UNAVAILABLE,
  EAI_AGAIN: Code.UNAVAILABLE,
  ETIMEDOUT: Code.UNAVAILABLE,
  UND_ERR_SOCKET: Code.UNAVAILABLE,
  UND_ERR_CONNECT_TIMEOUT: Code.UNAVAILABLE,
  UND_ERR_CLOSED: Code.UNAVAILABLE,
  UND_ERR_DESTROYED: Code.UNAVAILABLE,
  ERR_HTTP2_GOAWAY_SESSION: Code.UNAVAILABLE,
  ERR_HTTP2_SESSION_ERROR: Code.UNAVAILABLE,
  ERR_HTTP2_STREAM_ERROR: Code.UNAVAILABLE,
  UND_ERR_HEADERS_TIMEOUT: Code.DEADLINE_EXCEEDED,
  UND_ERR_BODY_TIMEOUT: Code.DEADLINE_EXCEEDED,
  UND_ERR_ABORTED: Code.CANCELLED,
};

/** Recognises Node's system errors and undici's, by their `code`. */
export function partsFromSystemError(value: object): ErrorParts | undefined {
  const { code, message, syscall } = members(value, "code", "message", "syscall");
  if (typeof code !== "string" || !Object.hasOwn(SYSTEM_CODES, code)) return undefined;
  const text = typeof message === "string" ? message : "";
  return {
    code: SYSTEM_CODES[code] as ErrorCode,
    // Happy Eyeballs rejects with an AggregateError whose message is empty.
    message:
      text !== "" ? text : [syscall, code].filter((part) => typeof part === "string").join(" "),
    details: [],
    origin: "transport",
    via: "local",
    problems: [],
  };
}

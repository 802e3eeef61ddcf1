import { Code, type ErrorCode } from "../../status/code.js";
import type { ErrorParts } from "../../status/error-parts.js";
import { members } from "../../wire/members.js";

/**
 * What the system's, Node's and undici's network errors mean for a call.
 *
 * @see https://nodejs.org/api/errors.html#common-system-errors
 */
const CODES: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^UND_ERR_(HEADERS|BODY)_TIMEOUT$/, Code.DEADLINE_EXCEEDED],
  [/^UND_ERR_ABORTED$/, Code.CANCELLED],
  [
    /^(E(CONN(REFUSED|RESET|ABORTED)|PIPE|HOST(UNREACH|DOWN)|NET(UNREACH|DOWN)|ADDRNOTAVAIL|NOTFOUND|AI_AGAIN|TIMEDOUT|TIMEOUT|SERVFAIL|REFUSED)|UND_ERR_(SOCKET|CONNECT_TIMEOUT|CLOSED|DESTROYED)|ERR_(HTTP2_\w+|BAD_RESPONSE)$|ERR_(SSL|TLS)_|HPE_|HTTPParserError|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/,
    Code.UNAVAILABLE,
  ],
];

/** Why a peer ended a stream of HTTP/2, as far as it does not mean UNAVAILABLE. */
const RESETS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/NGHTTP2_ENHANCE_YOUR_CALM|^Session closed with error code 11$/i, Code.RESOURCE_EXHAUSTED],
  [/NGHTTP2_INADEQUATE_SECURITY/, Code.PERMISSION_DENIED],
  [/NGHTTP2_CANCEL/, Code.CANCELLED],
  [/NGHTTP2_(?!REFUSED_STREAM)/, Code.INTERNAL],
];

/** How browsers and axios word a request without an answer; they give no cause, where Node gives one. */
const FETCH_FAILED =
  /^(fetch failed|Failed to fetch|NetworkError when attempting|Load failed|Network Error)/;

const MEMBERS = ["code", "name", "message", "syscall", "cause"] as const;

/** Recognises Node's system errors and undici's by their `code`, and those of a browser's `fetch`. */
export function partsFromSystemError(value: object): ErrorParts | undefined {
  const { code, name, message, syscall, cause } = members(value, ...MEMBERS);
  const text = typeof message === "string" ? message : "";
  const unanswered = cause === undefined && FETCH_FAILED.test(text);
  const found = unanswered ? Code.UNAVAILABLE : codeOf(String(code ?? name), text);
  if (found === undefined) return undefined;
  return {
    code: found,
    // Happy Eyeballs rejects with an AggregateError whose message is empty.
    message: text || [syscall, code].filter((part) => typeof part === "string").join(" "),
    details: [],
    origin: "transport",
    via: "local",
    problems: [],
  };
}

function codeOf(code: string, message: string): ErrorCode | undefined {
  const reset = code.startsWith("ERR_HTTP2_") ? lookUp(RESETS, message) : undefined;
  return reset ?? lookUp(CODES, code);
}

function lookUp(
  table: readonly (readonly [RegExp, ErrorCode])[],
  text: string,
): ErrorCode | undefined {
  return table.find(([pattern]) => pattern.test(text))?.[1];
}

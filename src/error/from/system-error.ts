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
    /^(E(CONN(REFUSED|RESET|ABORTED)|PIPE|HOST(UNREACH|DOWN)|NET(UNREACH|DOWN)|ADDRNOTAVAIL|NOTFOUND|AI_AGAIN|TIMEDOUT)|UND_ERR_(SOCKET|CONNECT_TIMEOUT|CLOSED|DESTROYED)|ERR_HTTP2_\w+_(SESSION|ERROR))$/,
    Code.UNAVAILABLE,
  ],
];

/** Recognises Node's system errors and undici's, by their `code`. */
export function partsFromSystemError(value: object): ErrorParts | undefined {
  const { code, message, syscall } = members(value, "code", "message", "syscall");
  const row = typeof code === "string" ? CODES.find(([pattern]) => pattern.test(code)) : undefined;
  if (row === undefined) return undefined;
  const text = typeof message === "string" ? message : "";
  return {
    code: row[1],
    // Happy Eyeballs rejects with an AggregateError whose message is empty.
    message:
      text !== "" ? text : [syscall, code].filter((part) => typeof part === "string").join(" "),
    details: [],
    origin: "transport",
    via: "local",
    problems: [],
  };
}

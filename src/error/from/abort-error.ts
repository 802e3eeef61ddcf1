import { Code } from "../../status/code.js";
import type { ErrorParts } from "../../status/error-parts.js";
import { member, members } from "../../wire/members.js";

/** Names and codes of a caller's own cancellation: the web platform's, axios's, openai's. */
const ABORT = /^(AbortError|CanceledError|APIUserAbortError)$/;
/** The same of its own deadline. */
const TIMEOUT = /^(TimeoutError|APIConnectionTimeoutError)$/;

/**
 * Recognises what an `AbortSignal` rejects with, and what SDKs make of it, by name as the web platform does.
 * An abort whose reason was a timeout is one.
 */
export function partsFromAbort(value: object): ErrorParts | undefined {
  const { name, message, cause, config } = members(value, "name", "message", "cause", "config");
  const names = [name, member(member(value, "constructor"), "name")].map(String);
  // axios's own deadline has the code of a broken connection.
  const timedOut =
    names.some((one) => TIMEOUT.test(one)) || /^timeout of \d+ms/.test(String(message));
  if (!timedOut && !names.some((one) => ABORT.test(one))) return undefined;
  const reason = cause ?? member(member(config, "signal"), "reason");
  const late = timedOut || TIMEOUT.test(String(member(reason, "name")));
  return {
    code: late ? Code.DEADLINE_EXCEEDED : Code.CANCELLED,
    message: typeof message === "string" ? message : "",
    details: [],
    origin: "local",
    via: "local",
    problems: [],
  };
}

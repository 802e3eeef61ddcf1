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
  // axios and gaxios keep the signal; what they throw says abort, if that, whatever the reason was.
  const { aborted, reason } = members(member(config, "signal"), "aborted", "reason");
  const names = [name, member(member(value, "constructor"), "name")].map(String);
  const late =
    names.some((one) => TIMEOUT.test(one)) ||
    /^timeout of \d+ms/.test(String(message)) ||
    [cause, reason].some((one) => TIMEOUT.test(String(member(one, "name"))));
  if (!late && aborted !== true && !names.some((one) => ABORT.test(one))) return undefined;
  return {
    code: late ? Code.DEADLINE_EXCEEDED : Code.CANCELLED,
    message: typeof message === "string" ? message : "",
    details: [],
    origin: "local",
    via: "local",
    problems: [],
  };
}

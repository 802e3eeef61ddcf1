import { Code } from "../../status/code.js";
import type { ErrorParts } from "../../status/error-parts.js";
import { members } from "../../wire/members.js";

/**
 * Recognises what an `AbortSignal` rejects with, by name as the web platform does: `AbortError` is the
 * caller's own cancellation, `TimeoutError` (of `AbortSignal.timeout`) its own deadline.
 */
export function partsFromAbort(value: object): ErrorParts | undefined {
  const { name, message } = members(value, "name", "message");
  if (name !== "AbortError" && name !== "TimeoutError") return undefined;
  return {
    code: name === "AbortError" ? Code.CANCELLED : Code.DEADLINE_EXCEEDED,
    message: typeof message === "string" ? message : "",
    details: [],
    origin: "local",
    via: "local",
    problems: [],
  };
}

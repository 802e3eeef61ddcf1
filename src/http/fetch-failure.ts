import { RpcError } from "../error/rpc-error.js";
import { Code } from "../status/code.js";
import { isError, member, members } from "../wire/members.js";
import { shorten } from "../wire/shorten.js";
import { failure } from "./failure.js";

/** The most of a caller's text that goes into a message. */
const MAX_TEXT = 500;

/**
 * The error of a call that its caller aborted with `reason`: the reason itself where it is an `RpcError`,
 * DEADLINE_EXCEEDED for `AbortSignal.timeout` and other deadlines, else CANCELLED. The reason is its `cause`.
 */
export function errorFromAbort(reason: unknown): RpcError {
  const error = RpcError.from(reason);
  const { code } = error;
  if (error === reason || code === Code.CANCELLED || code === Code.DEADLINE_EXCEEDED) return error;
  const text = isError(reason) ? reason.message : reason;
  const message =
    typeof text === "string" && text !== "" ? shorten(text, MAX_TEXT) : "the call was aborted";
  return failure(Code.CANCELLED, message, "local", { cause: reason });
}

/**
 * The error of a `fetch` that rejected, or of a body that broke off. Browsers give a TypeError that tells
 * nothing but that the network failed; Node's has the reason as its cause.
 */
export function errorFromNetwork(thrown: unknown): RpcError {
  const error = RpcError.from(thrown);
  if (!isUnexplained(error) || member(thrown, "name") !== "TypeError") return error;
  const cause = member(thrown, "cause");
  const { name, message: why, code: label } = members(cause, "name", "message", "code");
  // A refused redirect or scheme, which stays so, has a bare Error as its cause.
  const isPassing = name !== "Error" || typeof label === "string";
  const message = typeof why === "string" ? `${error.message}: ${why}` : error.message;
  const code = isPassing ? Code.UNAVAILABLE : Code.UNKNOWN;
  return failure(code, message, "transport", { cause: thrown });
}

/** Whether `RpcError.from` made nothing of what was thrown. */
export function isUnexplained({ code, origin }: RpcError): boolean {
  return code === Code.UNKNOWN && origin === "local";
}

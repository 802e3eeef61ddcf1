import { member, members } from "../../wire/members.js";
import type { StatedFailure } from "./stated-failure.js";

/**
 * Hono's `HTTPException`. One that was made with a `Response` would be answered by that alone, so its
 * message is not for the client; a body cannot be read at once.
 *
 * @see https://hono.dev/docs/api/exception
 */
export function honoError(error: Error): StatedFailure | undefined {
  const { status, message, res, getResponse } = members(
    error,
    ...(["status", "message", "res", "getResponse"] as const),
  );
  if (typeof getResponse !== "function") return undefined;
  return res === undefined ? { status, message } : { status, headers: member(res, "headers") };
}

import { members } from "../../wire/members.js";
import type { StatedFailure } from "./stated-failure.js";

/** How Express words a path whose percent escapes do not decode, the one error that it makes by hand. */
const BAD_PARAM = /^Failed to decode param '/;

/**
 * Errors of http-errors, which Express, its body-parser, Koa and many middlewares throw: `expose` says whether
 * the text is for the client; send keeps back the path of a file that is not there. And a path that Express cannot decode.
 *
 * @see https://github.com/jshttp/http-errors
 */
export function expressError(error: Error): StatedFailure | undefined {
  const { expose, status, statusCode, message, headers } = members(
    error,
    ...(["expose", "status", "statusCode", "message", "headers"] as const),
  );
  if (status !== statusCode) return undefined;
  if (typeof expose === "boolean") return { status, message: expose && message, headers };
  return error instanceof URIError && BAD_PARAM.test(String(message))
    ? { status, message }
    : undefined;
}

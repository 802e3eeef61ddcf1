import { RpcError } from "../error/rpc-error.js";
import type { Finding } from "./finding.js";

/**
 * An error for a program, in one line: the AIP-193 envelope, which leaves `DebugInfo` out, and beside it what
 * the envelope has no place for. Headers stay out, for the secrets in them.
 */
export function errorJson({ form, parts, line, notes = [] }: Finding): string {
  const error = RpcError.fromParts(parts);
  const { code, codeName, origin, via, dialect, httpStatus, reason, domain } = error;
  const { requestIds, retryDelayMs, problems } = error;
  const json = {
    ...error.toJSON(),
    code,
    codeName,
    message: error.message,
    reason,
    domain,
    retryDelayMs,
    requestIds,
    origin,
    via,
    httpStatus,
    dialect,
    form,
    line,
    problems,
    notes,
  };
  return `${JSON.stringify(json).replace(UNPRINTABLE, escaped)}\n`;
}

/** JSON.stringify escapes the control characters of ASCII; a terminal obeys others as well. */
const UNPRINTABLE = /[\u007f-\u009f\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

function escaped(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

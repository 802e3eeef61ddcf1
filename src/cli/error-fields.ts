import type { RpcError } from "../error/rpc-error.js";

/**
 * An error for a program: the AIP-193 envelope, which leaves `DebugInfo` out, and beside it what the envelope has
 * no place for. Headers stay out, for the secrets in them.
 */
export function errorFields(error: RpcError): Record<string, unknown> {
  const { code, codeName, message, reason, domain, retryDelayMs, requestIds } = error;
  const { origin, via, httpStatus, dialect, problems } = error;
  return {
    ...error.toJSON(),
    code,
    codeName,
    message,
    reason,
    domain,
    retryDelayMs,
    requestIds,
    origin,
    via,
    httpStatus,
    dialect,
    problems,
  };
}

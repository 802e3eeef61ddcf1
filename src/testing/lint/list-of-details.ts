import { DebugInfoSchema, RetryInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";
import type { RpcError } from "../../error/rpc-error.js";
import { Code, type ErrorCode } from "../../status/code.js";
import { detailsOf, type Finding } from "./finding.js";

/**
 * Codes that stay what they are, however often the same call is made.
 *
 * @see https://google.aip.dev/194
 */
const FINAL: readonly ErrorCode[] = [
  Code.INVALID_ARGUMENT,
  Code.ALREADY_EXISTS,
  Code.PERMISSION_DENIED,
  Code.FAILED_PRECONDITION,
  Code.OUT_OF_RANGE,
  Code.UNIMPLEMENTED,
  Code.DATA_LOSS,
  Code.UNAUTHENTICATED,
];

/** Details whose type was there before. */
export function repeatedTypes({ details }: RpcError): Finding[] {
  const met = new Set<string>();
  return details.flatMap(({ type }, detail) => {
    if (met.has(type)) return [{ message: `there is more than one ${type}`, detail }];
    met.add(type);
    return [];
  });
}

/** Details that are not for clients. */
export function debugInfoFindings({ details }: RpcError): Finding[] {
  const message = "DebugInfo is for the service's own people";
  return details.flatMap(({ type }, detail) =>
    type === DebugInfoSchema.typeName ? [{ message, detail }] : [],
  );
}

/** Invitations to try again what cannot succeed. */
export function retryInfoFindings(error: RpcError): Finding[] {
  if (!FINAL.includes(error.code)) return [];
  return detailsOf(error, RetryInfoSchema).map(({ detail }) => ({
    message: `RetryInfo invites to repeat a call that stays ${error.codeName}`,
    detail,
  }));
}

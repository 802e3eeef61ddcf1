import type { ServerUnaryCall, ServiceError } from "@grpc/grpc-js";
import { RpcError } from "../error/rpc-error.js";
import { checkPolicy } from "../server/check-policy.js";
import type { ErrorPolicy } from "../server/error-policy.js";
import { judgeError } from "../server/outgoing-error.js";
import { incomingCall } from "./any-call.js";
import { deliberateStatus } from "./deliberate-status.js";
import { outgoingStatus, statusOf } from "./outgoing-status.js";

/** What {@link toServiceError} may be told. */
export interface ServiceErrorOptions {
  /**
   * What of the error may go out. Without a policy nothing is withheld: the caller has decided.
   */
  readonly policy?: ErrorPolicy;
  /** The call that failed, as grpc-js hands it to a handler: it tells the policy what it wants to know. */
  readonly call?: ServiceCall;
}

/** What of a call {@link toServiceError} reads. */
export type ServiceCall = Pick<
  ServerUnaryCall<unknown, unknown>,
  "getPath" | "getPeer" | "getDeadline" | "metadata"
>;

/**
 * The error that a grpc-js handler can call back with, or emit on its stream: code, message, and the
 * details in `grpc-status-details-bin`, within what peers take. For frameworks on top of grpc-js that
 * catch and send by themselves; behind `guard` a handler just throws.
 *
 * @param error - anything: it goes through {@link RpcError.from} first.
 * @throws TypeError that names the value, for a policy that is none.
 *
 * @example
 * toServiceError(new RpcError("NOT_FOUND", "no such book"));
 * toServiceError(caught, { policy, call });
 */
export function toServiceError(error: unknown, options: ServiceErrorOptions = {}): ServiceError {
  const { policy } = options;
  if (policy === undefined) {
    const rpcError = RpcError.from(error);
    return serviceError(rpcError, statusOf(rpcError).status, error);
  }
  checkPolicy(policy);
  const { call } = options;
  const incoming = call ? incomingCall(call.getPath(), call, call.metadata) : { method: "" };
  const verdict = judgeError(error, policy, incoming, deliberateStatus);
  return serviceError(verdict.sent, outgoingStatus(verdict, policy, incoming), error);
}

function serviceError(
  { code, codeName }: RpcError,
  status: ReturnType<typeof outgoingStatus>,
  cause: unknown,
): ServiceError {
  const message = `${code} ${codeName}: ${status.details}`;
  return Object.assign(new Error(message, { cause }), status);
}

import type { ServiceError } from "@grpc/grpc-js";
import { RpcError } from "../error/rpc-error.js";
import { checkPolicy } from "../server/check-policy.js";
import type { ErrorPolicy } from "../server/error-policy.js";
import { judgeError } from "../server/outgoing-error.js";
import { outgoingStatus, statusOf } from "./outgoing-status.js";

/** What {@link toServiceError} may be told. */
export interface ServiceErrorOptions {
  /**
   * What of the error may go out. Without a policy nothing is withheld: the caller has decided.
   */
  readonly policy?: ErrorPolicy;
  /** The method, for the policy's reports, such as `/example.library.v1.LibraryService/GetBook`. */
  readonly method?: string;
  /** The address of the client, for the reports. */
  readonly peer?: string;
  /** The metadata of the request: with it come the request's id and the language of its user. */
  readonly metadata?: { get(name: string): readonly unknown[] };
}

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
 * toServiceError(caught, { policy, method: call.getPath(), metadata: call.metadata });
 */
export function toServiceError(error: unknown, options: ServiceErrorOptions = {}): ServiceError {
  const { policy } = options;
  if (policy === undefined) {
    const rpcError = RpcError.from(error);
    return serviceError(rpcError, statusOf(rpcError).status, error);
  }
  checkPolicy(policy);
  const call = incomingCall(options);
  const verdict = judgeError(error, policy, call);
  return serviceError(verdict.sent, outgoingStatus(verdict, policy, call), error);
}

function serviceError(
  { code, codeName }: RpcError,
  status: ReturnType<typeof outgoingStatus>,
  cause: unknown,
): ServiceError {
  const message = `${code} ${codeName}: ${status.details}`;
  return Object.assign(new Error(message, { cause }), status);
}

function incomingCall({ method = "", peer, metadata }: ServiceErrorOptions) {
  const header = (name: string) => {
    const [value] = metadata?.get(name) ?? [];
    return typeof value === "string" ? value : undefined;
  };
  return { method, peer, header };
}

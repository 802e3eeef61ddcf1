import type { ServiceError } from "@grpc/grpc-js";
import { RpcError } from "../error/rpc-error.js";
import { outgoingStatus } from "./outgoing-status.js";

/**
 * The error that a grpc-js handler can call back with, or emit on its stream: code, message, and the
 * details in `grpc-status-details-bin`. For frameworks on top of grpc-js that catch and send by
 * themselves; behind `guard` a handler just throws.
 *
 * @param error - anything: it goes through {@link RpcError.from} first. The caller decides what may go out:
 *   nothing is withheld here.
 */
export function toServiceError(error: unknown): ServiceError {
  const rpcError = RpcError.from(error);
  const status = outgoingStatus(rpcError);
  const message = `${rpcError.code} ${rpcError.codeName}: ${status.details}`;
  return Object.assign(new Error(message, { cause: error }), status);
}

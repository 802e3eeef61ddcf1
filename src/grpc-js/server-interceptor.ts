import { ServerInterceptingCall, type ServerInterceptor } from "@grpc/grpc-js";
import { outgoingError, type ServerErrorOptions } from "../error/outgoing.js";
import { receivedCall } from "../error/received.js";
import { Code, isErrorCode } from "../status/code.js";
import { METADATA_OWNER } from "../status/metadata.js";
import { isSent, outgoingStatus, withoutReserved } from "./outgoing-status.js";

/** A status on its way out; grpc-js does not export the type. */
type PartialStatusObject = Parameters<ServerInterceptingCall["sendStatus"]>[0];

/**
 * An interceptor that applies the policy of `guard` to statuses that reach it another way: an `RpcError`
 * called back as it is goes out with its details, and a plain Error's text stays inside.
 *
 * It cannot see what grpc-js never turns into a status: a rejected promise, `destroy(error)`, the details
 * of an `RpcError` that was thrown. For those there is `guard`; the two work together.
 *
 * @example
 * const server = new Server({ interceptors: [serverInterceptor()] });
 */
export function serverInterceptor(options: ServerErrorOptions = {}): ServerInterceptor {
  return (method, call) =>
    new ServerInterceptingCall(call, {
      sendStatus(status, next) {
        next(
          status.code === Code.OK ? status : sanitize(status, options, method.path, call.getPeer()),
        );
      },
    });
}

function sanitize(
  status: PartialStatusObject,
  options: ServerErrorOptions,
  method: string,
  peer: string,
): PartialStatusObject {
  const { metadata } = status;
  if (isSent(metadata)) return status;
  const owner = (metadata as { [METADATA_OWNER]?: unknown } | null | undefined)?.[METADATA_OWNER];
  if (owner === undefined && isDeliberate(status)) {
    return { ...status, metadata: withoutReserved(metadata) ?? null };
  }
  const thrown = owner ?? new Error(`status ${status.code}: ${status.details}`, { cause: status });
  return outgoingStatus(outgoingError(thrown, options, { method, peer }));
}

/**
 * Whether a handler or grpc-js chose this status. UNKNOWN is what grpc-js makes of an error without a
 * code, its text included; trailers with a content type are those of another server's answer.
 */
function isDeliberate({ code, metadata }: PartialStatusObject): boolean {
  if (!isErrorCode(code) || code === Code.UNKNOWN) return false;
  if (receivedCall(metadata) !== undefined) return false;
  return !metadata || metadata.get("content-type").length === 0;
}

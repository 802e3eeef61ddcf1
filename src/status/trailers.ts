import { encodeBase64 } from "../wire/base64.js";
import { encodeGrpcMessage } from "../wire/grpc-message.js";
import { wellFormed } from "../wire/utf8.js";
import { isErrorCode } from "./code.js";
import { encodeStatusDetails, type StatusInit } from "./status-details.js";

export const GRPC_STATUS = "grpc-status";
export const GRPC_MESSAGE = "grpc-message";
export const GRPC_STATUS_DETAILS_BIN = "grpc-status-details-bin";

/** The status of a call as the trailers of gRPC and gRPC-Web write it. */
export type StatusTrailers = {
  "grpc-status": string;
  "grpc-message": string;
  /** Base64 without padding; absent where there are no details. */
  "grpc-status-details-bin"?: string;
};

/**
 * Encodes a failure as gRPC trailers. Code and message are the same in the two headers and in the
 * status message, since strict clients (Go, Java, Python) reject a status where they differ.
 *
 * @throws TypeError where the code is not 1 to 16, or a detail is of no shape that is accepted.
 * @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#responses
 */
export function encodeTrailers(status: StatusInit): StatusTrailers {
  if (!isErrorCode(status.code)) throw new TypeError(`code must be 1 to 16, not ${status.code}`);
  const message = wellFormed(status.message);
  const trailers: StatusTrailers = {
    [GRPC_STATUS]: String(status.code),
    [GRPC_MESSAGE]: encodeGrpcMessage(message),
  };
  if (status.details !== undefined && status.details.length > 0) {
    trailers[GRPC_STATUS_DETAILS_BIN] = encodeBase64(
      encodeStatusDetails({ ...pick(status), message }),
    );
  }
  return trailers;
}

// An RpcError keeps code, message and details behind getters, which a spread would miss.
function pick({ code, details }: StatusInit): Pick<StatusInit, "code" | "details"> {
  return details === undefined ? { code } : { code, details };
}

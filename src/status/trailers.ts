import { encodeBase64 } from "../wire/base64.js";
import { encodeGrpcMessage } from "../wire/grpc-message.js";
import { fitTrailers } from "./budget/fit-trailers.js";
import { tellTrim } from "./budget/tell-trim.js";
import type { TrimReport } from "./budget/trim-report.js";
import { isErrorCode } from "./code.js";
import type { StatusInit } from "./status-details.js";

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

/** How {@link encodeTrailers} deals with a status that is too large. */
export interface TrailerOptions {
  /**
   * What the `google.rpc.Status` may weigh, in bytes before base64: 0 (no details at all) to 32,768.
   * All headers of the answer together may weigh a third more and 858 bytes: 8 KiB at the default, where
   * most peers stop. Default: 5,500.
   */
  readonly maxDetailsBytes?: number;
  /** Called once when something had to be left out. What it throws is dropped. */
  readonly onTrim?: (report: TrimReport) => void;
}

/**
 * Encodes a failure as gRPC trailers. Code and message are the same in the two headers and in the
 * status message, since strict clients (Go, Java, Python) reject a status where they differ.
 *
 * What is too large loses, no more than needed: `DebugInfo`, `Help`, the tails of violation lists, details
 * from the end, and of the message what is beyond 1,000 bytes. An `ErrorInfo` that stays says so in its
 * metadata, under `trimmed`. A detail that does not encode is left out.
 *
 * @throws TypeError where the code is not 1 to 16, a detail is of no shape that is accepted, or an option is
 *   none of the values it may have.
 * @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#responses
 */
export function encodeTrailers(status: StatusInit, options: TrailerOptions = {}): StatusTrailers {
  const { maxDetailsBytes, onTrim } = options;
  if (!isErrorCode(status.code)) throw new TypeError(`code must be 1 to 16, not ${status.code}`);
  if (onTrim !== undefined && typeof onTrim !== "function") {
    throw new TypeError(`onTrim must be a function, not ${String(onTrim)}`);
  }
  const { message, bytes, report } = fitTrailers(status, { maxDetailsBytes });
  tellTrim(report, onTrim);
  return statusTrailers({ code: status.code, message, bytes });
}

/**
 * The trailers of a status that is serialized already, whatever it weighs.
 *
 * @param status - its message as it stands in `bytes`: a `google.rpc.Status`, `undefined` without details.
 */
export function statusTrailers(status: {
  readonly code: number;
  readonly message: string;
  readonly bytes: Uint8Array | undefined;
}): StatusTrailers {
  const { code, message, bytes } = status;
  const trailers: StatusTrailers = {
    [GRPC_STATUS]: String(code),
    [GRPC_MESSAGE]: encodeGrpcMessage(message),
  };
  if (bytes !== undefined) trailers[GRPC_STATUS_DETAILS_BIN] = encodeBase64(bytes);
  return trailers;
}

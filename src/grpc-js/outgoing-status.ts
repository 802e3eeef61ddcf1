import { Metadata, type StatusObject } from "@grpc/grpc-js";
import type { RpcError } from "../error/rpc-error.js";
import { encodeStatusDetails } from "../status/status-details.js";
import { GRPC_STATUS_DETAILS_BIN } from "../status/trailers.js";
import { wellFormed } from "../wire/utf8.js";

const SENT = /* @__PURE__ */ Symbol.for("rpc-status.sent");

/**
 * The status that grpc-js sends for an error: code, message, details, and the headers it was made with.
 * A failure on the way leaves a plain status of code and message, since an exception here would leave
 * the client without an answer.
 */
export function outgoingStatus(error: RpcError): StatusObject {
  const message = wellFormed(error.message);
  const metadata = new Metadata();
  markSent(metadata);
  try {
    if (!error.isDecoded) addHeaders(metadata, error);
    if (error.details.length > 0) {
      const bytes = encodeStatusDetails({ code: error.code, message, details: error.details });
      metadata.set(
        GRPC_STATUS_DETAILS_BIN,
        Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
      );
    }
  } catch {
    metadata.remove(GRPC_STATUS_DETAILS_BIN);
  }
  return { code: error.code, details: message, metadata };
}

/** Whether a status was made by {@link outgoingStatus}, known by its metadata. */
export function isSent(metadata: object | null | undefined): boolean {
  return (metadata as { [SENT]?: boolean } | null | undefined)?.[SENT] === true;
}

/** Marks metadata as of a status that was decided on. */
function markSent(metadata: Metadata): void {
  Object.defineProperty(metadata, SENT, { value: true });
}

/**
 * Names that belong to the protocol: grpc-js spreads trailers over its own, so that a `grpc-status`
 * among them would change the outcome of the call.
 */
const RESERVED = /^(grpc-.*|content-type|content-length|te|connection|date|host|:.*)$/;

function addHeaders(metadata: Metadata, error: RpcError): void {
  for (const [name, value] of error.metadata) {
    if (RESERVED.test(name)) continue;
    try {
      metadata.add(name, typeof value === "string" ? value : Buffer.from(value));
    } catch {
      // No legal header: the error is worth more than this one.
    }
  }
}

/** A copy of trailers that others made, without the names that belong to the protocol. */
export function withoutReserved(trailers: Metadata): Metadata {
  const copy = trailers.clone();
  for (const name of Object.keys(trailers.getMap())) if (RESERVED.test(name)) copy.remove(name);
  return copy;
}

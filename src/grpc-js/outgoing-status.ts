import { Metadata, type StatusObject } from "@grpc/grpc-js";
import type { RpcError } from "../error/rpc-error.js";
import { isReservedHeader } from "../status/reserved-headers.js";
import { encodeStatusDetails } from "../status/status-details.js";
import { GRPC_STATUS_DETAILS_BIN } from "../status/trailers.js";
import { wellFormed } from "../wire/utf8.js";

/**
 * What of a message goes into a trailer, in characters, and the most that details may weigh, in bytes: a
 * header of more than 64 kB is never answered, and makes every later call on the channel hang as well.
 */
const MAX_MESSAGE = 4_096;
const MAX_DETAILS_BYTES = 32_768;

const SENT = /* @__PURE__ */ Symbol.for("rpc-status.sent");

/**
 * The status that grpc-js sends for an error: code, message, details, and the headers it was made with.
 * Details that no trailer can hold stay behind, all of them. A failure on the way leaves a plain status of code and message, since an exception here would leave
 * the client without an answer.
 */
export function outgoingStatus(error: RpcError): StatusObject {
  const message = wellFormed(error.message.slice(0, MAX_MESSAGE));
  const metadata = new Metadata();
  markSent(metadata);
  try {
    if (!error.isDecoded) addHeaders(metadata, error);
    if (error.details.length > 0) {
      const bytes = encodeStatusDetails({ code: error.code, message, details: error.details });
      if (bytes.length <= MAX_DETAILS_BYTES)
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

function addHeaders(metadata: Metadata, error: RpcError): void {
  for (const [name, value] of error.metadata) {
    if (isReservedHeader(name)) continue;
    try {
      const [before] = metadata.get(name);
      if (typeof value !== "string") metadata.add(name, Buffer.from(value));
      // Node sends some headers no more than once.
      else metadata.set(name, before === undefined ? value : `${before}, ${value}`);
    } catch {
      // No legal header: the error is worth more than this one.
    }
  }
}

/**
 * A copy of trailers that a handler made, without the names that belong to the protocol. Total: what is no
 * `Metadata` gives none, since the answer is worth more.
 */
export function withoutReserved(trailers: Metadata | null | undefined): Metadata | undefined {
  try {
    const copy = trailers?.clone();
    for (const name of Object.keys(copy?.getMap() ?? {})) {
      if (isReservedHeader(name)) copy?.remove(name);
    }
    return copy;
  } catch {
    return undefined;
  }
}

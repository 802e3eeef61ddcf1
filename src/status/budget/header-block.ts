import { DEFAULT_MAX_DETAILS_BYTES } from "./max-details-bytes.js";

/** Where grpc-java, C-core and so Python, Ruby and PHP stop: all headers of an answer together. */
const PEER_LIMIT = 8_192;

/** What a header weighs beside its name and value, as HTTP/2 counts. */
const ENTRY_OVERHEAD = 32;

/**
 * What a header weighs in the limit of a peer, in bytes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9113#name-defined-settings
 */
export function headerBytes(name: string, valueBytes: number): number {
  return name.length + valueBytes + ENTRY_OVERHEAD;
}

/** How long bytes are in base64: with padding, since grpc-js pads. */
export function base64Bytes(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

/** The headers of a failed call, as far as they differ. */
export interface HeaderBlock {
  readonly code: number;
  /** Length of `grpc-message`, escaped. */
  readonly messageBytes: number;
  /** Length of the `google.rpc.Status`; `undefined` where there is none. */
  readonly detailsBytes?: number | undefined;
  /** What the call's own headers and trailers weigh. */
  readonly otherBytes: number;
}

/** What the headers of a failed call weigh together, where all come at once: as "trailers-only". */
export function blockBytes({ code, messageBytes, detailsBytes, otherBytes }: HeaderBlock): number {
  return (
    headerBytes(":status", "200".length) +
    headerBytes("content-type", "application/grpc+proto".length) +
    headerBytes("date", "Thu, 01 Jan 1970 00:00:00 GMT".length) +
    headerBytes("grpc-status", String(code).length) +
    headerBytes("grpc-message", messageBytes) +
    (detailsBytes === undefined ? 0 : detailsHeaderBytes(base64Bytes(detailsBytes))) +
    otherBytes
  );
}

/** How large a `google.rpc.Status` may be so that a block without one stays below a limit with it. */
export function statusRoom(blockWithout: number, maxBlock: number): number {
  return Math.floor((maxBlock - blockWithout - detailsHeaderBytes(0)) / 4) * 3;
}

function detailsHeaderBytes(valueBytes: number): number {
  return headerBytes("grpc-status-details-bin", valueBytes);
}

/**
 * What the headers of a failed call may weigh: the limit of peers at the default, else as much beside
 * the details as the default leaves there: 858 bytes, of which up to 317 are names and what is fixed. The
 * others are for the message and the call's own headers, and so is what the details leave free.
 */
export function maxBlockBytes(maxDetailsBytes: number): number {
  const base64 = (bytes: number) => Math.ceil((bytes * 4) / 3);
  return base64(maxDetailsBytes) + PEER_LIMIT - base64(DEFAULT_MAX_DETAILS_BYTES);
}

import { writeStatus } from "../../wire/status-proto.js";
import { blockBytes } from "./header-block.js";
import { messageBytes } from "./message-bytes.js";

/** A status as trailers carry it. */
export interface PackedStatus {
  /** For `grpc-message`; the status message has the same. */
  readonly message: string;
  /** The serialized `google.rpc.Status`; `undefined` where there are no details. */
  readonly bytes: Uint8Array | undefined;
  /** What all headers of the call weigh together. */
  readonly blockBytes: number;
}

/** What is the same for every form of a status. */
export interface Packing {
  readonly code: number;
  readonly otherBytes?: number | undefined;
  readonly measureMessage?: ((message: string) => number) | undefined;
}

/** Serializes a status, its details given as serialized `google.protobuf.Any`s, and weighs it. */
export function packStatus(
  { code, otherBytes = 0, measureMessage = messageBytes }: Packing,
  message: string,
  anys: readonly Uint8Array[],
): PackedStatus {
  const bytes = anys.length === 0 ? undefined : writeStatus(code, message, anys);
  const block = {
    code,
    messageBytes: measureMessage(message),
    detailsBytes: bytes?.length,
    otherBytes,
  };
  return { message, bytes, blockBytes: blockBytes(block) };
}

import type { Message } from "@bufbuild/protobuf";
import { BinaryDetail } from "../details/binary-detail.js";
import type { Detail } from "../details/detail.js";
import { MessageDetail } from "../details/message-detail.js";

/** A detail of a known type, in bytes and as the message that they are. */
export interface DecodedDetail {
  readonly type: string;
  readonly typeUrl: string;
  readonly bytes: Uint8Array;
  readonly value: Message;
}

/** A detail of a known type as a client decodes it; `undefined` where it does not decode. Total. */
export function decodedDetail(detail: Detail): DecodedDetail | undefined {
  try {
    const { type, typeUrl, bytes, value } = received(detail);
    return bytes && value && { type, typeUrl, bytes, value };
  } catch {
    return undefined;
  }
}

/** A message made in this process may be any object. What its bytes decode to has no getters. */
function received(detail: Detail): Detail {
  const { typeUrl, bytes } = detail;
  const isForeign = detail instanceof MessageDetail && bytes !== undefined;
  return isForeign ? new BinaryDetail({ typeUrl, value: bytes }) : detail;
}

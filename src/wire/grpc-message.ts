import { decodeUtf8, encodeUtf8 } from "./utf8.js";

const HEX = "0123456789ABCDEF";
const PERCENT = 0x25;
// What has to be escaped; text without it (most messages) passes through untouched.
const ESCAPED = /[^\x20-\x24\x26-\x7e]/;

/**
 * Percent-encodes a message for the `grpc-message` header: the bytes of its UTF-8 outside 0x20 to
 * 0x7E, and `%`, become `%XX`; everything else stays as it is. Lone surrogates become U+FFFD.
 *
 * @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#responses
 */
export function encodeGrpcMessage(message: string): string {
  if (!ESCAPED.test(message)) return message;
  let text = "";
  for (const byte of encodeUtf8(message)) {
    if (byte >= 0x20 && byte <= 0x7e && byte !== PERCENT) text += String.fromCharCode(byte);
    else text += `%${HEX[byte >> 4]}${HEX[byte & 15]}`;
  }
  return text;
}

/**
 * Decodes a `grpc-message` header. Total, as the specification demands: an escape that is none stays
 * as it is, bytes that are no UTF-8 become U+FFFD, and characters that should have been escaped pass.
 *
 * @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#responses
 */
export function decodeGrpcMessage(text: string): string {
  if (!text.includes("%")) return text;
  const source = encodeUtf8(text);
  const bytes = new Uint8Array(source.length);
  let size = 0;
  for (let i = 0; i < source.length; i++) {
    const byte = source[i] as number;
    const high = byte === PERCENT ? hexValue(source[i + 1]) : -1;
    const low = high < 0 ? -1 : hexValue(source[i + 2]);
    if (low < 0) {
      bytes[size++] = byte;
    } else {
      bytes[size++] = (high << 4) | low;
      i += 2;
    }
  }
  return decodeUtf8(bytes, 0, size);
}

function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

import { decodeUtf8, encodeUtf8, isDamagedUtf8 } from "./utf8.js";

const HEX = "0123456789ABCDEF";
const PERCENT = 0x25;
// What has to be escaped; text without it (most messages) passes through untouched. A space at either
// end counts: HTTP/2 forbids it in a header, and nghttp2 then drops the whole header.
const ESCAPED = /[^\x20-\x24\x26-\x7e]|^ | $/;
const SPACE = 0x20;

/**
 * Percent-encodes a message for the `grpc-message` header: the bytes of its UTF-8 outside 0x20 to
 * 0x7E, `%`, and spaces at either end become `%XX`; everything else stays as it is. Lone surrogates become
 * U+FFFD.
 *
 * @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#responses
 */
export function encodeGrpcMessage(message: string): string {
  if (!ESCAPED.test(message)) return message;
  let text = "";
  const bytes = encodeUtf8(message);
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    const atEnd = i === 0 || i === bytes.length - 1;
    const plain = byte >= SPACE && byte <= 0x7e && byte !== PERCENT && !(byte === SPACE && atEnd);
    text += plain ? String.fromCharCode(byte) : `%${HEX[byte >> 4]}${HEX[byte & 15]}`;
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
  return readGrpcMessage(text).message;
}

/** A decoded `grpc-message`, and whether all its escapes stood for valid UTF-8. */
export function readGrpcMessage(text: string): { message: string; valid: boolean } {
  if (!text.includes("%")) return { message: text, valid: true };
  const source = encodeUtf8(text);
  const bytes = new Uint8Array(source.length);
  let size = 0;
  let valid = true;
  for (let i = 0; i < source.length; i++) {
    const byte = source[i] as number;
    const high = byte === PERCENT ? hexValue(source[i + 1]) : -1;
    const low = high < 0 ? -1 : hexValue(source[i + 2]);
    if (low < 0) {
      if (byte === PERCENT) valid = false;
      bytes[size++] = byte;
    } else {
      bytes[size++] = (high << 4) | low;
      i += 2;
    }
  }
  const message = decodeUtf8(bytes, 0, size);
  return { message, valid: valid && !isDamagedUtf8(message, bytes, 0, size) };
}

function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/**
 * Decodes the bytes of a body: UTF-16 by its byte order mark, or by the zero beside the first letter, everything
 * else as UTF-8. Total. Only the first `max` bytes are decoded.
 */
export function decodeText(bytes: Uint8Array, max = MAX_BYTES): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes.subarray(0, max));
}

function encodingOf([first, second]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return "utf-16be";
  return "utf-8";
}

/** Twice what is parsed as JSON, so that UTF-16 reaches as far. */
const MAX_BYTES = 2_097_152;

/**
 * A text without what is no text: the NULs of UTF-16 that was taken for UTF-8, and the mark of byte order.
 * Bytes that were taken for a text (a compressed body) leave nothing.
 */
export function readableText(text: string): string {
  const clean = text.includes("\0") ? text.replace(/\0|^\uFFFD+/g, "") : text;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[\x01-\x08\x0e-\x1f]|\uFFFD{2}/.test(clean.slice(0, 256))
    ? ""
    : clean.replace(/^\uFEFF/, "");
}

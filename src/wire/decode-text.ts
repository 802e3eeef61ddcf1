/**
 * Decodes the bytes of a body: UTF-16 by its byte order mark, or by the zeros beside its first two letters,
 * everything else as UTF-8. Total. Only the first `max` bytes are decoded.
 */
export function decodeText(bytes: Uint8Array, max = MAX_BYTES): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes.subarray(0, max));
}

function encodingOf([first, second, third, fourth]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first && second === 0 && third && fourth === 0) return "utf-16le";
  return first === 0 && second && third === 0 && fourth ? "utf-16be" : "utf-8";
}

/** Twice what is parsed as JSON, so that UTF-16 reaches as far. */
const MAX_BYTES = 2_097_152;

/**
 * A text without what is no text: the NULs of UTF-16 that was taken for UTF-8, and the mark of byte order.
 * Bytes that were taken for a text (a compressed body) leave nothing.
 */
export function readableText(text: string): string {
  const clean = text.includes("\0") ? text.replace(/\0|^\uFFFD+/g, "") : text;
  return isBinary(clean.slice(0, 256)) ? "" : clean.replace(/^\uFEFF/, "");
}

/** The escape that colours a terminal's text is none of it; nor is JSON whose letters are of another encoding. */
function isBinary(head: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\x01-\x08\x0e-\x1a\x1c-\x1f]/.test(head)) return true;
  return /\uFFFD{2}/.test(head) && !/^[\s\uFEFF]*[{["<]/.test(head);
}

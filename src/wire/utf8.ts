// ignoreBOM keeps a leading U+FEFF: in a protobuf string it is text.
const lenient = /* @__PURE__ */ new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = /* @__PURE__ */ new TextEncoder();

// Up to this length a loop over ASCII beats a call into the platform's decoder.
const SHORT = 12;

/**
 * Decodes UTF-8; bytes that are not valid become U+FFFD, one for each maximal subpart.
 * Total: never throws.
 */
export function decodeUtf8(bytes: Uint8Array, start = 0, end = bytes.length): string {
  if (end - start <= SHORT) {
    let text = "";
    for (let i = start; i < end; i++) {
      const byte = bytes[i] as number;
      if (byte > 0x7f) return lenient.decode(bytes.subarray(start, end));
      text += String.fromCharCode(byte);
    }
    return text;
  }
  return lenient.decode(bytes.subarray(start, end));
}

/** Encodes UTF-8; lone surrogates become U+FFFD, as the platform's encoder defines. */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Whether `text`, decoded from these bytes, had to replace some of them. */
export function isDamagedUtf8(
  text: string,
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean {
  if (!text.includes("\uFFFD")) return false;
  // U+FFFD may have been sent as such: then encoding gives the same bytes back.
  const again = encoder.encode(text);
  if (again.length !== end - start) return true;
  for (let i = 0; i < again.length; i++) if (again[i] !== bytes[start + i]) return true;
  return false;
}

/**
 * Replaces lone surrogates by U+FFFD. A message with one makes `encodeURI` throw, which leaves
 * grpc-js and Connect clients waiting for an answer that never comes.
 */
export function wellFormed(text: string): string {
  return decodeUtf8(encodeUtf8(text));
}

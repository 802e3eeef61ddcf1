import { base64Decode, base64Encode } from "@bufbuild/protobuf/wire";

/** Encodes standard base64 without padding, as gRPC asks for in `-bin` metadata. */
export function encodeBase64(bytes: Uint8Array): string {
  return base64Encode(bytes, "std_raw");
}

/** What {@link decodeBase64} could read. */
export interface Base64Text {
  readonly bytes: Uint8Array;
  /** False where the text held anything but base64; `bytes` is then what came before that. */
  readonly valid: boolean;
}

/**
 * Decodes base64: standard and URL-safe alphabet, padded or not, white space skipped, padding in the
 * middle passed over. Total: damage ends the reading and shows in `valid`.
 */
export function decodeBase64(text: string): Base64Text {
  try {
    return { bytes: base64Decode(text), valid: true };
  } catch {
    const whole = text.replace(/[^\w+/\s-].*$/s, "").replace(/\s/g, "");
    // Four letters make three bytes; one letter alone makes none.
    return { bytes: base64Decode(whole.slice(0, whole.length & ~3)), valid: false };
  }
}

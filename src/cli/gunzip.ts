import { gunzipSync } from "node:zlib";

/**
 * What gzip bytes hold, and any others as they are: `curl` saves a compressed body as it came.
 *
 * @param maxBytes - a gzip of more, which is a bomb or no error, stays as it is.
 */
export function gunzip(bytes: Uint8Array, maxBytes: number): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes });
  } catch {
    return bytes;
  }
}

import { decodeBase64 } from "../wire/base64.js";
import { members } from "../wire/members.js";

/** An `Any` whose content is bytes, as its two fields came. */
export interface PackedBytes {
  readonly typeUrl: string;
  /** `undefined` where they are no bytes at all. */
  readonly bytes: Uint8Array | undefined;
}

/**
 * Reads an `Any` that some generator made an object: its bytes may be bytes, base64, a list of numbers, or
 * a Buffer in JSON, and are left out where they are none.
 *
 * @returns `undefined` for what is no such object, ProtoJSON for one.
 */
export function packedBytes(payload: unknown): PackedBytes | undefined {
  const { typeUrl, type_url, value } = members(payload, "typeUrl", "type_url", "value");
  const url = typeUrl ?? type_url;
  return typeof url === "string" ? { typeUrl: url, bytes: bytesOf(value) } : undefined;
}

function bytesOf(value: unknown): Uint8Array | undefined {
  if (value === undefined || value === null) return new Uint8Array(0);
  // Bytes of another realm, as test runners have them, are made our own.
  if (ArrayBuffer.isView(value)) {
    const { buffer, byteOffset, byteLength } = value;
    return value instanceof Uint8Array ? value : new Uint8Array(buffer, byteOffset, byteLength);
  }
  if (typeof value === "string") {
    const { bytes, valid } = decodeBase64(value);
    return valid ? bytes : undefined;
  }
  const { type, data } = members(value, "type", "data");
  return bytesOfList(type === "Buffer" ? data : value);
}

function bytesOfList(value: unknown): Uint8Array | undefined {
  try {
    if (!Array.isArray(value) || !value.every(isByte)) return undefined;
    return Uint8Array.from(value);
  } catch {
    return undefined;
  }
}

function isByte(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 255;
}

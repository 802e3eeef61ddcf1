import { decodeBase64 } from "./base64.js";
import { members } from "./members.js";

/** How many numbers of lists are read: as many bytes as gRPC receives in one message, unless it is told otherwise. */
export const MAX_NUMBERS = 4_194_304;

/** How many numbers may still be read. A thousand lists of an object may be one and the same. */
export interface NumberBudget {
  left: number;
}

/**
 * Bytes in whatever form a library or JSON has for them: bytes, base64, a list of numbers, or a Buffer as Node
 * writes it in JSON. Total; bytes stay a view of what they were.
 *
 * @param budget - how many numbers of lists are read, this one's are taken off. Default: 4,194,304.
 * @returns `undefined` for what is none of these, and for a list that goes beyond the budget.
 */
export function readBytes(
  value: unknown,
  budget: NumberBudget = { left: MAX_NUMBERS },
): Uint8Array | undefined {
  try {
    // Bytes of another realm, as test runners have them, are made our own.
    if (ArrayBuffer.isView(value)) {
      return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    }
    if (typeof value === "string") {
      const { bytes, valid } = decodeBase64(value);
      if (valid) return bytes;
    }
    const { type, data } = members(value, "type", "data");
    const list: unknown = type === "Buffer" ? data : value;
    return Array.isArray(list) ? readList(list, budget) : undefined;
  } catch {
    // A proxy, a getter that throws, or an entry that cannot even be made a number.
    return undefined;
  }
}

function readList(list: readonly unknown[], budget: NumberBudget): Uint8Array | undefined {
  // A proxy may have anything for a length.
  const length = Number(list.length);
  if (!(length <= budget.left)) return undefined;
  budget.left -= length;
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const entry = list[i] as number;
    bytes[i] = entry;
    if (entry !== bytes[i]) return undefined;
  }
  return bytes;
}

import { anyBytes } from "../details/any-bytes.js";
import type { OwnDetail } from "../details/detail.js";
import { type DetailInput, detailFromInput } from "../details/detail-input.js";

/** The details of a status that encode, in order. */
export interface EncodedDetails {
  readonly details: readonly OwnDetail[];
  /** The serialized `google.protobuf.Any` of each. */
  readonly anys: readonly Uint8Array[];
}

/**
 * Serializes the details of a status, those left out that do not encode.
 *
 * @throws TypeError where a detail is of no shape that is accepted; never for one that throws when it is read.
 */
export function encodedDetails(inputs: readonly DetailInput[]): EncodedDetails {
  const details: OwnDetail[] = [];
  const anys: Uint8Array[] = [];
  for (let index = 0; index < inputs.length; index++) {
    const where = `details[${index}]`;
    try {
      const detail = detailFromInput(inputs[index] as DetailInput, where);
      const any = anyBytes(detail);
      if (any === undefined) continue;
      details.push(detail);
      anys.push(any);
    } catch (error) {
      if (isMistake(error, where)) throw error;
    }
  }
  return { details, anys };
}

/** Whether it was found to have a wrong shape, and did not throw by itself: as a revoked proxy throws TypeErrors. */
function isMistake(error: unknown, where: string): boolean {
  try {
    return error instanceof TypeError && error.message.startsWith(where);
  } catch {
    return false;
  }
}

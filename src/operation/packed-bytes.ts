import { anyMembers } from "../wire/any-members.js";
import { readBytes } from "../wire/read-bytes.js";

/** An `Any` whose content is bytes. */
export interface PackedBytes {
  readonly typeUrl: string;
  /** `undefined` where they are no bytes at all. */
  readonly bytes: Uint8Array | undefined;
}

/**
 * Reads an `Any` that some generator made an object, its bytes in any form; none are those of an empty message.
 *
 * @returns `undefined` for what is no such object, ProtoJSON for one.
 */
export function packedBytes(payload: unknown): PackedBytes | undefined {
  const any = anyMembers(payload);
  return any && { typeUrl: any.typeUrl, bytes: readBytes(any.value ?? "") };
}

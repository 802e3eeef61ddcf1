import { members } from "./members.js";

/** The two fields of an `Any` that some library made an object. */
export interface AnyMembers {
  readonly typeUrl: string;
  /** Its bytes in that library's form, which `readBytes` reads; proto-loader leaves empty ones out. */
  readonly value: unknown;
}

/**
 * Reads the fields of an `Any`, which protobuf-es and ts-proto name otherwise than protobufjs. Total.
 *
 * @returns `undefined` for what has no type URL, ProtoJSON for one.
 */
export function anyMembers(any: unknown): AnyMembers | undefined {
  const { type_url, typeUrl = type_url, value } = members(any, "typeUrl", "type_url", "value");
  return typeof typeUrl === "string" ? { typeUrl, value } : undefined;
}

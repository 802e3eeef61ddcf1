import type { DescMessage, MessageShape } from "@bufbuild/protobuf";
import { BinaryDetail } from "../status/details/binary-detail.js";
import { JsonDetail } from "../status/details/json-detail.js";
import { anyFields } from "../status/details/read-details.js";
import { isJsonObject } from "../wire/members.js";

/**
 * Decodes the `Any` that an operation holds as its response or metadata: a message of any library, or
 * ProtoJSON.
 *
 * @returns `undefined` where it is of another type or does not decode.
 */
export function decodePayload<Desc extends DescMessage>(
  payload: unknown,
  schema: Desc,
): MessageShape<Desc> | undefined {
  const any = anyFields(payload);
  if (any !== undefined) return new BinaryDetail(any).as(schema);
  if (!isJsonObject(payload)) return undefined;
  return new JsonDetail(payload).as(schema);
}

/** The type URL of a payload, for messages to people. */
export function payloadType(payload: unknown): string {
  const { typeUrl, type_url, "@type": json } = (payload ?? {}) as Record<string, unknown>;
  return String(typeUrl ?? type_url ?? json ?? "of no known type");
}

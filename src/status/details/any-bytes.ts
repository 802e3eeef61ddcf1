import { fromJson, type JsonObject, toBinary } from "@bufbuild/protobuf";
import { StructSchema } from "@bufbuild/protobuf/wkt";
import { encodeAny } from "../../wire/any.js";
import { typeUrlFromName } from "../../wire/type-url.js";
import type { Detail, OwnDetail } from "./detail.js";

/**
 * The serialized `google.protobuf.Any` of a detail: the very bytes where it came as one.
 *
 * @returns `undefined` for a detail that does not encode.
 */
export function anyBytes(detail: Detail): Uint8Array | undefined {
  const { raw } = detail as OwnDetail;
  if (raw !== undefined) return raw;
  const { bytes, json, typeUrl } = detail;
  if (bytes !== undefined) return encodeAny(typeUrl, bytes);
  return json === undefined ? undefined : structBytes(json);
}

/**
 * JSON of an unknown type has no binary form. It travels as a `google.protobuf.Struct` that keeps
 * `@type` among its fields: readable by everyone, and nothing is claimed that is not known.
 */
function structBytes(json: JsonObject): Uint8Array | undefined {
  try {
    const struct = toBinary(StructSchema, fromJson(StructSchema, json));
    return encodeAny(typeUrlFromName(StructSchema.typeName), struct);
  } catch {
    return undefined;
  }
}

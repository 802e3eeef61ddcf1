import {
  create,
  type DescField,
  type DescMessage,
  type JsonValue,
  ScalarType,
  toJson,
} from "@bufbuild/protobuf";
import { DurationSchema, TimestampSchema } from "@bufbuild/protobuf/wkt";
import { encodeBase64 } from "../wire/base64.js";
import { isObject, member, members } from "../wire/members.js";
import { readBytes } from "../wire/read-bytes.js";

/**
 * ProtoJSON of what protobufjs calls JSON, as proto-loader's option `json` puts it in place of an `Any`:
 * timestamps and durations are seconds and nanos there, wrappers are objects, an int64 may be a Long, and
 * bytes are bytes.
 *
 * @throws for seconds that are no number, and bytes that are none.
 */
export function protoJson(schema: DescMessage, value: unknown): JsonValue {
  if (!isObject(value)) return value as JsonValue;
  for (const time of [TimestampSchema, DurationSchema])
    if (schema.typeName === time.typeName) return timeJson(time, value);
  if (schema.typeName.startsWith("google.protobuf.")) return ownJson(schema, value);
  const json: Record<string, JsonValue> = Object.assign(Object.create(null), value);
  for (const field of schema.fields)
    for (const name of new Set([field.jsonName, field.name]))
      if (name in json) json[name] = fieldJson(field, json[name]);
  return json;
}

function timeJson(
  schema: typeof TimestampSchema | typeof DurationSchema,
  value: object,
): JsonValue {
  const { seconds, nanos } = members(value, "seconds", "nanos");
  const fields = { seconds: BigInt(String(longJson(seconds ?? 0))), nanos: Number(nanos ?? 0) };
  return schema.typeName === TimestampSchema.typeName
    ? toJson(TimestampSchema, create(TimestampSchema, fields))
    : toJson(DurationSchema, create(DurationSchema, fields));
}

/** The JSON of a wrapper is what it wraps. Others of protobuf's own are left to their reader. */
function ownJson({ typeName, fields }: DescMessage, value: object): JsonValue {
  const [field] = fields;
  const wraps = field?.name === "value" && typeName.endsWith("Value") && fields.length === 1;
  return wraps ? fieldJson(field, member(value, "value")) : (value as JsonValue);
}

function fieldJson(field: DescField, value: unknown): JsonValue {
  if (field.fieldKind === "list" && Array.isArray(value))
    return value.map((entry) => oneJson(field, entry));
  if (field.fieldKind !== "map" || !isObject(value)) return oneJson(field, value);
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, oneJson(field, entry)]),
  );
}

function oneJson({ message, scalar }: DescField, value: unknown): JsonValue {
  if (message) return protoJson(message, value);
  if (scalar === ScalarType.BYTES && isObject(value)) return encodeBase64(bytesOf(value));
  return longJson(value);
}

function bytesOf(value: object): Uint8Array {
  const bytes = readBytes(value);
  if (bytes === undefined) throw new TypeError("neither bytes nor a list of them");
  return bytes;
}

/** A Long as the digits of its number; anything else as it is. */
function longJson(value: unknown): JsonValue {
  const { low, high, unsigned } = members(value, "low", "high", "unsigned");
  if (typeof low !== "number" || typeof high !== "number") return value as JsonValue;
  const bits = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  return String(unsigned === true ? bits : BigInt.asIntN(64, bits));
}

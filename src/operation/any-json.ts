import {
  type DescMessage,
  fromJson,
  type JsonObject,
  type JsonValue,
  type Message,
  type Registry,
} from "@bufbuild/protobuf";
import { hasMoreValues } from "../wire/count-values.js";
import { isJsonObject, member } from "../wire/members.js";
import { protoJson } from "./foreign-json.js";

/**
 * The type URL of an `Any` in ProtoJSON.
 *
 * @returns `undefined` for what is none.
 */
export function anyJsonType(payload: unknown): string | undefined {
  const typeUrl = member(payload, "@type");
  return typeof typeUrl === "string" ? typeUrl : undefined;
}

/**
 * Decodes an `Any` in ProtoJSON, or in what protobufjs has instead. Members that the schema does not have are ignored.
 *
 * @throws whatever tells that it does not fit.
 */
export function decodeAnyJson(
  schema: DescMessage,
  json: JsonObject,
  registry: Registry | undefined,
): Message {
  if (hasMoreValues(MAX_VALUES, json)) throw new RangeError(`more than ${MAX_VALUES} values`);
  // A null prototype: a member called __proto__ is data here.
  const fields: Record<string, JsonValue> = Object.assign(Object.create(null), json);
  delete fields["@type"];
  const content = hasContentInValue(schema, fields) ? (fields.value as JsonValue) : fields;
  const options = { ignoreUnknownFields: true, ...(registry && { registry }) };
  try {
    return fromJson(schema, content, options);
  } catch {
    return fromJson(schema, protoJson(schema, content), options);
  }
}

/**
 * Types with a JSON form of their own (Timestamp, Struct, …) stand under `value`; grpc-gateway puts `Empty`
 * there as well, and some put every message there.
 */
function hasContentInValue(
  schema: DescMessage,
  fields: Readonly<Record<string, JsonValue>>,
): boolean {
  if (!("value" in fields)) return false;
  if (schema.typeName.startsWith("google.protobuf.")) return true;
  const own = schema.fields.some(({ name, jsonName }) => name === "value" || jsonName === "value");
  return !own && isJsonObject(fields.value) && Object.keys(fields).length === 1;
}

/** How many values are read: those of a response of several megabytes. */
const MAX_VALUES = 250_000;

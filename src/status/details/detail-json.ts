import { type DescMessage, type JsonObject, type Message, toJson } from "@bufbuild/protobuf";
import { decodeBase64, encodeBase64 } from "../../wire/base64.js";
import { isJsonObject, members } from "../../wire/members.js";
import { problem } from "../../wire/problem.js";
import { typeUrlFromName } from "../../wire/type-url.js";
import { knownSchema } from "../known-types.js";
import { BinaryDetail } from "./binary-detail.js";
import type { Detail, OwnDetail } from "./detail.js";
import { JsonDetail } from "./json-detail.js";

/**
 * Where the bytes of a detail stand in JSON when the fields alone would lose something: an unknown type,
 * or fields that a newer sender added. ProtoJSON has no form for it; grpcurl uses the same key.
 */
const RAW_VALUE = "@value";
/** Where the whole serialized `Any` of a damaged detail stands. */
const RAW_ANY = "@any";

/**
 * The ProtoJSON of a detail, `@type` first. What ProtoJSON cannot express stands in base64 under
 * `@value`, which {@link detailFromJson} reads back. Never throws.
 */
export function detailToJson(detail: Detail): JsonObject {
  const { json, value, typeUrl, bytes, problem } = detail;
  if (json !== undefined) return plainJson(json, typeUrl);
  const { raw, schema = knownSchema(detail.type) } = detail as OwnDetail;
  // Without the whole Any it would read as another message, or as an empty one.
  if (problem?.kind === "detail" && (raw !== undefined || bytes === undefined)) {
    return { "@type": typeUrl, [RAW_ANY]: encodeBase64(raw ?? new Uint8Array(0)) };
  }
  const fields = schema && value && fieldsToJson(schema, value);
  if (fields !== undefined && !hasUnknownFields(value)) return { "@type": typeUrl, ...fields };
  return { "@type": typeUrl, ...fields, [RAW_VALUE]: encodeBase64(bytes ?? new Uint8Array(0)) };
}

/**
 * Reads one entry of a JSON `details` list: ProtoJSON, an `Any` that a protobuf library wrote as plain JSON,
 * its bytes in base64, or Connect's `{ type, value, debug }`.
 */
export function detailFromJson(json: JsonObject): OwnDetail {
  const any = Object.hasOwn(json, RAW_ANY) ? json[RAW_ANY] : undefined;
  if (typeof any === "string") {
    const { bytes, valid } = decodeBase64(any);
    if (valid) return new BinaryDetail(bytes);
  }
  const tagged = json["@type"];
  const name = tagged ?? json.typeUrl ?? json.type_url ?? json.type;
  if (typeof name !== "string") return new JsonDetail(json);
  // A package in the name: any other `type` and `value` may mean anything.
  if (tagged === undefined && !name.includes(".")) return new JsonDetail(json);
  const typeUrl = name.includes("/") || tagged !== undefined ? name : typeUrlFromName(name);
  const detail = detailFromBytes(typeUrl, tagged === undefined ? json.value : json[RAW_VALUE]);
  if (tagged !== undefined) return detail ?? new JsonDetail(json);
  // What Connect adds for people serves where the bytes are missing or damaged.
  const spare = [json.debug, json.value].find(isJsonObject);
  if (spare === undefined || (detail && detail.problem?.kind !== "detail"))
    return detail ?? new JsonDetail(json);
  const damage = problem("json", "no bytes that decode, debug was read", typeUrl);
  return new JsonDetail({ "@type": typeUrl, ...spare }, spare === json.debug ? damage : undefined);
}

/** Bytes as base64, or as Node prints a Buffer in JSON. */
function detailFromBytes(typeUrl: string, source: unknown): OwnDetail | undefined {
  const { type, data } = members(source, "type", "data");
  if (type === "Buffer" && Array.isArray(data)) {
    return new BinaryDetail({ typeUrl, value: Uint8Array.from(data, Number) });
  }
  if (typeof source !== "string") return undefined;
  const { bytes, valid } = decodeBase64(source);
  return valid ? new BinaryDetail({ typeUrl, value: bytes }) : undefined;
}

function fieldsToJson(schema: DescMessage, value: Message): JsonObject | undefined {
  try {
    return toJson(schema, value) as JsonObject;
  } catch {
    // A Duration out of range has no JSON; its bytes still do.
    return undefined;
  }
}

function hasUnknownFields(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if ((value as Partial<Message>).$unknown?.length) return true;
  return Object.values(value).some(hasUnknownFields);
}

/** How deep a detail may be nested: to look for cycles, JSON.stringify takes time by the square of this. */
const MAX_LEVELS = 1_000;

/** JSON as it is; only its type where it is too deep, or came as an object that JSON cannot express (a cycle, a bigint). */
function plainJson(json: JsonObject, typeUrl: string): JsonObject {
  try {
    if (!isDeeperThan(MAX_LEVELS, json)) {
      JSON.stringify(json);
      return json;
    }
  } catch {
    // A bigint, or a getter that throws.
  }
  return { "@type": typeUrl };
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

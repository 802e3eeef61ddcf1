import { type DescMessage, type JsonObject, type Message, toJson } from "@bufbuild/protobuf";
import { encodeBase64 } from "../../wire/base64.js";
import { isJsonObject, isObject } from "../../wire/members.js";
import { problem } from "../../wire/problem.js";
import { type NumberBudget, readBytes } from "../../wire/read-bytes.js";
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
export function detailFromJson(json: JsonObject, budget?: NumberBudget): OwnDetail {
  const any = readBytes(json[RAW_ANY], budget);
  if (any) return new BinaryDetail(any);
  const tagged = json["@type"];
  const name = tagged ?? json.typeUrl ?? json.type_url ?? json.type;
  // A package in the name: any other `type` and `value` may mean anything.
  if (typeof name !== "string" || (tagged === undefined && !name.includes(".")))
    return new JsonDetail(json);
  const typeUrl = name.includes("/") || tagged !== undefined ? name : typeUrlFromName(name);
  const source = tagged === undefined ? json.value : json[RAW_VALUE];
  // A list of numbers may mean anything where no library wrote an Any, whose readers do not come here.
  const value = Array.isArray(source) ? undefined : readBytes(source, budget);
  const detail = value && new BinaryDetail({ typeUrl, value });
  // What Connect adds for people serves where the bytes are missing or damaged.
  const spare = tagged === undefined && [json.debug, source].find(isSpare);
  if (!spare || (detail && detail.problem?.kind !== "detail"))
    return detail ?? new JsonDetail(json);
  const isDebug = spare === json.debug;
  const damage = isDebug ? problem("json", "debug was read, bytes were not", typeUrl) : undefined;
  return new JsonDetail({ "@type": typeUrl, ...spare }, damage);
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
  if (!isObject(value)) return false;
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
  if (!isObject(value)) return false;
  if (levels === 0) return true;
  return Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

function isSpare(value: unknown): value is JsonObject {
  return isJsonObject(value) && value.type !== "Buffer";
}

import { type DescField, type DescMessage, type JsonValue, ScalarType } from "@bufbuild/protobuf";
import { isJsonObject, member, members } from "../../wire/members.js";
import { wellFormed } from "../../wire/utf8.js";

/** How many entries of a list or a map are mended, one by one: more than there are in any error. */
const MAX_ENTRIES = 1024;

/**
 * What a message's JSON was meant to say, in ProtoJSON: for details that parsers of ProtoJSON refuse.
 * Seen in the wild are durations that are numbers, objects or have too many digits, lists of one written without
 * brackets, maps as lists of entries or with values that are no strings, nulls in lists. What cannot be
 * understood is left out, so that the rest of the message survives.
 */
export function mendJson(schema: DescMessage, json: unknown): JsonValue | undefined {
  if (schema.typeName === "google.protobuf.Duration") return mendDuration(json);
  // Others of google.protobuf have JSON forms of their own: as they are, or not at all.
  if (schema.typeName.startsWith("google.protobuf.")) return json as JsonValue;
  if (!isJsonObject(json)) return undefined;
  const mended: { [name: string]: JsonValue } = {};
  for (const field of schema.fields) {
    const value = mendField(field, json[field.jsonName] ?? json[field.name]);
    if (value !== undefined) mended[field.jsonName] = value;
  }
  return mended;
}

function mendField(field: DescField, value: unknown): JsonValue | undefined {
  if (value === undefined || value === null) return undefined;
  if (field.fieldKind === "map") return mendMap(value);
  if (field.fieldKind !== "list") return mendOne(field, value);
  const entries: readonly unknown[] = Array.isArray(value) ? value.slice(0, MAX_ENTRIES) : [value];
  return entries.map((one) => mendOne(field, one)).filter((one) => one !== undefined);
}

function mendOne(field: DescField, value: unknown): JsonValue | undefined {
  if (field.message) return mendJson(field.message, value);
  if (field.scalar === ScalarType.STRING) return mendText(value);
  if (typeof value === "boolean") return value;
  if (value === "" || !Number.isFinite(numberOf(value))) return undefined;
  // An int64 in quotes keeps its last digits; one with a fraction or an exponent has none to keep.
  if (field.scalar === ScalarType.DOUBLE || /^-?\d+$/.test(String(value))) return String(value);
  const whole = Math.trunc(numberOf(value));
  return Number.isSafeInteger(whole) ? whole : undefined;
}

function mendText(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  try {
    return wellFormed(typeof value === "object" ? JSON.stringify(value) : String(value));
  } catch {
    // Too deep for the stack, or no JSON at all.
    return undefined;
  }
}

/** An object is no number, and some cannot even be turned into a text: JSON brings `toString` as anything. */
function numberOf(value: unknown): number {
  return typeof value === "object" ? Number.NaN : Number(value);
}

function mendMap(value: unknown): JsonValue {
  const entries = Array.isArray(value)
    ? value.slice(0, MAX_ENTRIES).map(entryOf)
    : Object.keys(Object(value))
        .slice(0, MAX_ENTRIES)
        .map((key) => [key, member(value, key)] as const);
  return Object.fromEntries(
    entries.flatMap(([key, one]) => {
      const text = mendText(one);
      return key === undefined || text === undefined ? [] : [[key, text]];
    }),
  );
}

/** `{ key: "region", value: "eu" }`, or `{ region: "eu" }`. */
function entryOf(entry: unknown): readonly [string | undefined, unknown] {
  const { key, value } = members(entry, "key", "value");
  if (key !== undefined) return [mendText(key), value];
  return Object.entries(Object(entry))[0] ?? [undefined, undefined];
}

const SECONDS = /^(-?)(\d{1,12})?(?:\.(\d{0,9})\d*)? ?s?$/;
const MILLISECONDS = /^(\d{1,15}(?:\.\d{1,9})?) ?ms$/;

/** `"34.4s"` of 34.4, `"34.4"`, `"34.4000000001s"` and `{ seconds: "34", nanos: 400000000 }`. */
function mendDuration(value: unknown): string | undefined {
  if (isJsonObject(value)) {
    const [seconds, nanos] = [numberOf(value.seconds ?? 0), numberOf(value.nanos ?? 0)];
    const digits = String(Math.abs(nanos)).padStart(9, "0");
    return mendDuration(`${seconds < 0 || nanos < 0 ? "-" : ""}${Math.abs(seconds)}.${digits}`);
  }
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const text = String(value).trim();
  const [, ms] = MILLISECONDS.exec(text) ?? [];
  if (ms !== undefined) return mendDuration((Number(ms) / 1000).toFixed(9));
  const match = SECONDS.exec(text);
  const [, sign, whole = "", fraction = ""] = match ?? [];
  if (match === null || (whole === "" && fraction === "")) return undefined;
  return `${sign}${whole || 0}.${fraction.padEnd(9, "0")}s`;
}

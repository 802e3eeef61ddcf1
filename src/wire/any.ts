import { FieldReader, LENGTH_DELIMITED } from "./protobuf-reader.js";
import { delimitedSize, writeDelimited } from "./protobuf-writer.js";
import { decodeUtf8, encodeUtf8 } from "./utf8.js";

const TYPE_URL = 1;
const VALUE = 2;

/** The two fields of a `google.protobuf.Any`. */
export interface AnyFields {
  readonly typeUrl: string;
  readonly value: Uint8Array;
  /** What was wrong with the bytes; `typeUrl` and `value` are then what could be read. */
  readonly damage?: string;
}

const EMPTY: Uint8Array = /* @__PURE__ */ new Uint8Array(0);

/**
 * Reads a serialized `google.protobuf.Any`. Total; `value` is a view of `bytes`, not a copy.
 */
export function decodeAny(bytes: Uint8Array, start = 0, end = bytes.length): AnyFields {
  const reader = new FieldReader(bytes, start, end);
  let typeUrl = "";
  let value = EMPTY;
  while (reader.next()) {
    if (reader.wireType !== LENGTH_DELIMITED) continue;
    if (reader.field === TYPE_URL) typeUrl = decodeUtf8(bytes, reader.start, reader.end);
    else if (reader.field === VALUE) value = bytes.subarray(reader.start, reader.end);
  }
  return reader.damage === undefined
    ? { typeUrl, value }
    : { typeUrl, value, damage: reader.damage };
}

/** Serializes a `google.protobuf.Any`; like every protobuf encoder it leaves empty fields out. */
export function encodeAny(typeUrl: string, value: Uint8Array): Uint8Array {
  const url = encodeUrl(typeUrl);
  const bytes = new Uint8Array(
    (url.length > 0 ? delimitedSize(url.length) : 0) +
      (value.length > 0 ? delimitedSize(value.length) : 0),
  );
  let at = 0;
  if (url.length > 0) at = writeDelimited(bytes, at, TYPE_URL, url);
  if (value.length > 0) writeDelimited(bytes, at, VALUE, value);
  return bytes;
}

// The platform's encoder costs more to call than to run on the few letters of a type URL.
function encodeUrl(url: string): Uint8Array {
  const bytes = new Uint8Array(url.length);
  for (let i = 0; i < url.length; i++) {
    const unit = url.charCodeAt(i);
    if (unit > 0x7f) return encodeUtf8(url);
    bytes[i] = unit;
  }
  return bytes;
}

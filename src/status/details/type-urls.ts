import type { DescMessage } from "@bufbuild/protobuf";
import { typeNameFromUrl, typeUrlFromName } from "../../wire/type-url.js";
import { decodeUtf8, encodeUtf8 } from "../../wire/utf8.js";
import { knownSchema } from "../known-types.js";

/** The usual type URLs of known types, each once it was met: no more than there are known types. */
const schemas = /* @__PURE__ */ new Map<string, DescMessage>();
const urlsByLength = /* @__PURE__ */ new Map<number, MetUrl[]>();

/** The known schema that a type URL names. */
export function schemaFromUrl(url: string): DescMessage | undefined {
  const met = schemas.get(url);
  if (met !== undefined) return met;
  const schema = knownSchema(typeNameFromUrl(url));
  if (schema !== undefined && url === typeUrlFromName(schema.typeName)) {
    schemas.set(url, schema);
    const sameLength = urlsByLength.get(url.length);
    const met = { url, bytes: encodeUtf8(url) };
    if (sameLength === undefined) urlsByLength.set(url.length, [met]);
    else sameLength.push(met);
  }
  return schema;
}

/** Reads a type URL. A usual one is found by its bytes, which costs less than decoding it. */
export function readTypeUrl(bytes: Uint8Array, start: number, end: number): string {
  const sameLength = urlsByLength.get(end - start);
  if (sameLength !== undefined) {
    for (const met of sameLength) if (isAt(start, bytes, met.bytes)) return met.url;
  }
  return decodeUtf8(bytes, start, end);
}

function isAt(start: number, bytes: Uint8Array, part: Uint8Array): boolean {
  // From the end: all of them begin alike.
  for (let i = part.length - 1; i >= 0; i--) if (part[i] !== bytes[start + i]) return false;
  return true;
}

interface MetUrl {
  readonly url: string;
  readonly bytes: Uint8Array;
}

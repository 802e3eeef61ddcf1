import {
  create,
  type DescField,
  type DescMessage,
  fromBinary,
  type Message,
  ScalarType,
} from "@bufbuild/protobuf";
import { decodeUtf8 } from "../../wire/utf8.js";

/**
 * What `fromBinary` gives, in less time: most details are messages of ASCII strings, and the strings of
 * one message cost less when its bytes are decoded in one go and cut up. Anything but strings, messages,
 * lists and maps of them, each with the tag it should have, is left to `fromBinary`, errors included.
 *
 * @throws what `fromBinary` throws.
 */
export function decodeMessage(schema: DescMessage, bytes: Uint8Array): Message {
  const text = decodeUtf8(bytes);
  // As long as the bytes and nothing replaced: then it is ASCII, and positions in both are the same.
  const ascii = text.length === bytes.length && !text.includes("\uFFFD");
  const source = { bytes, text, at: 0 };
  return (ascii && readMessage(schema, source, bytes.length)) || fromBinary(schema, bytes);
}

interface Source {
  readonly bytes: Uint8Array;
  readonly text: string;
  at: number;
}

type Members = Record<string, unknown>;

/** `undefined` where `fromBinary` has to do it. */
function readMessage(schema: DescMessage, source: Source, end: number): Message | undefined {
  const message: Message & Members = create(schema);
  const fields = fieldsByTag(schema);
  while (source.at < end) {
    const field = fields[source.bytes[source.at++] as number];
    const stop = field && readEnd(source, end);
    if (!stop) return undefined;
    const { localName: name, fieldKind: kind } = field;
    if (kind === "map") {
      if (!readEntry(message[name] as Members, source, stop)) return undefined;
      continue;
    }
    const value = field.message ? readMessage(field.message, source, stop) : cut(source, stop);
    // A message that comes twice is merged.
    if (value === undefined || (kind === "message" && message[name] !== undefined))
      return undefined;
    if (kind === "list") (message[name] as unknown[]).push(value);
    else message[name] = value;
  }
  return message;
}

function readEntry(map: Members, source: Source, end: number): boolean {
  const entry = ["", ""];
  while (source.at < end) {
    const tag = source.bytes[source.at++];
    const stop = readEnd(source, end);
    if (!stop || (tag !== KEY && tag !== VALUE)) return false;
    entry[tag === KEY ? 0 : 1] = cut(source, stop);
  }
  const [key, value] = entry as [string, string];
  // An own member, as any other key: not the object's prototype.
  if (key === "__proto__") return false;
  map[key] = value;
  return true;
}

const KEY = (1 << 3) | 2;
const VALUE = (2 << 3) | 2;

/** Reads a length of one byte or two; gives where what follows ends, 0 where that is too far. */
function readEnd(source: Source, limit: number): number {
  const { bytes } = source;
  let length = bytes[source.at++] as number;
  if (length > 0x7f) {
    const high = bytes[source.at++] as number;
    if (high > 0x7f) return 0;
    length = (length & 0x7f) | (high << 7);
  }
  const end = source.at + length;
  return end <= limit ? end : 0;
}

function cut(source: Source, end: number): string {
  const { at, text } = source;
  source.at = end;
  return text.slice(at, end);
}

const byTag = /* @__PURE__ */ new WeakMap<DescMessage, (DescField | undefined)[]>();

/** The fields that {@link readMessage} knows how to read, by the one byte of their tag. */
function fieldsByTag(schema: DescMessage): readonly (DescField | undefined)[] {
  let fields = byTag.get(schema);
  if (fields === undefined) {
    fields = [];
    for (const field of schema.fields) {
      if (field.number < 16 && isPlain(schema) && isReadable(field)) {
        fields[(field.number << 3) | 2] = field;
      }
    }
    byTag.set(schema, fields);
  }
  return fields;
}

function isReadable(field: DescField): boolean {
  const { fieldKind: kind, message, scalar } = field;
  if (field.oneof !== undefined) return false;
  if (kind !== "map") return message ? isPlain(message) : scalar === ScalarType.STRING;
  return field.mapKey === ScalarType.STRING && scalar === ScalarType.STRING;
}

/** Elsewhere presence needs prototypes, and some of google.protobuf have a form of their own in fields. */
function isPlain({ file, typeName }: DescMessage): boolean {
  return file.edition === EDITION_PROTO3 && !typeName.startsWith("google.protobuf.");
}

// Edition.EDITION_PROTO3, whose import would bring all of descriptor.proto along.
const EDITION_PROTO3 = 999;

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
 * What `fromBinary` gives, sooner: most details are messages of strings, and strings of one message cost
 * less when its bytes are decoded in one go and cut up. Anything but plain strings, messages, lists and
 * maps of them, each with the tag it should have, is left to `fromBinary` from the start, errors included.
 *
 * @throws what `fromBinary` throws.
 */
export function decodeMessage(schema: DescMessage, bytes: Uint8Array): Message {
  const layout = layoutOf(schema);
  if (layout.fields.length === 0) return fromBinary(schema, bytes);
  const text = decodeUtf8(bytes);
  // As long as the bytes and nothing replaced: then it is ASCII, and positions in both are the same.
  const ascii = text.length === bytes.length && !text.includes(REPLACED);
  const source = { bytes, text: ascii ? text : undefined, at: 0 };
  return readMessage(layout, source, bytes.length) ?? fromBinary(schema, bytes);
}

const REPLACED = "\uFFFD";

interface Source {
  readonly bytes: Uint8Array;
  /** The bytes as text, where they are ASCII. */
  readonly text: string | undefined;
  at: number;
}

/** What a message looks like, by its descriptor. */
interface Layout {
  readonly schema: DescMessage;
  /** By tag; without those that only `fromBinary` reads. */
  readonly fields: readonly (FieldLayout | undefined)[];
}

interface FieldLayout {
  readonly name: string;
  readonly kind: DescField["fieldKind"];
  /** The message of a field, or of a list's items; strings have none. */
  readonly message: DescMessage | undefined;
}

type Members = Record<string, unknown>;

/** `undefined` where `fromBinary` has to do it. */
function readMessage(layout: Layout, source: Source, end: number): Message | undefined {
  const message: Message & Members = create(layout.schema);
  while (source.at < end) {
    const field = layout.fields[source.bytes[source.at++] as number];
    const stop = field === undefined ? -1 : readEnd(source, end);
    if (field === undefined || stop < 0) return undefined;
    const { name, kind } = field;
    if (kind === "map") {
      if (!readEntry(message[name] as Members, source, stop)) return undefined;
      continue;
    }
    // A message that comes twice is merged.
    if (kind === "message" && message[name] !== undefined) return undefined;
    const value =
      field.message === undefined
        ? readText(source, stop)
        : readMessage(layoutOf(field.message), source, stop);
    if (value === undefined) return undefined;
    if (kind === "list") (message[name] as unknown[]).push(value);
    else message[name] = value;
  }
  return message;
}

function readEntry(map: Members, source: Source, end: number): boolean {
  let key: string | undefined = "";
  let value: string | undefined = "";
  while (source.at < end) {
    const tag = source.bytes[source.at++];
    const stop = readEnd(source, end);
    if (stop < 0) return false;
    if (tag === KEY) key = readText(source, stop);
    else if (tag === VALUE) value = readText(source, stop);
    else return false;
    if (key === undefined || value === undefined) return false;
  }
  // An own member, as any other key: not the object's prototype.
  if (key === "__proto__") return false;
  map[key] = value;
  return true;
}

const KEY = (1 << 3) | 2;
const VALUE = (2 << 3) | 2;

/** Reads a length; gives where what follows ends, -1 where that is too far. */
function readEnd(source: Source, limit: number): number {
  const { bytes } = source;
  let length = bytes[source.at++] as number;
  // Two bytes are enough for all but the largest; three and a number in disguise go to fromBinary.
  if (length > 0x7f) {
    const high = bytes[source.at++] as number;
    if (high > 0x7f) return -1;
    length = (length & 0x7f) | (high << 7);
  }
  const end = source.at + length;
  return end <= limit ? end : -1;
}

function readText(source: Source, end: number): string | undefined {
  const { at, text } = source;
  source.at = end;
  if (text !== undefined) return text.slice(at, end);
  const decoded = decodeUtf8(source.bytes, at, end);
  return decoded.includes(REPLACED) ? undefined : decoded;
}

const layouts = /* @__PURE__ */ new WeakMap<DescMessage, Layout>();

function layoutOf(schema: DescMessage): Layout {
  const known = layouts.get(schema);
  if (known !== undefined) return known;
  const fields: (FieldLayout | undefined)[] = [];
  for (const field of schema.fields) {
    const layout = fieldLayout(field);
    if (layout !== undefined && field.number < 16) fields[(field.number << 3) | 2] = layout;
  }
  const layout = { schema, fields };
  layouts.set(schema, layout);
  return layout;
}

function fieldLayout(field: DescField): FieldLayout | undefined {
  const { localName: name, fieldKind: kind, message, scalar } = field;
  if (field.oneof !== undefined) return undefined;
  const readable =
    message === undefined
      ? scalar === ScalarType.STRING && (kind !== "map" || field.mapKey === scalar)
      : // Wrappers and Struct have a form of their own in fields; Duration is made of numbers.
        kind !== "map" && !isGroup(field) && !message.typeName.startsWith("google.protobuf.");
  return readable ? { name, kind, message } : undefined;
}

function isGroup(field: DescField): boolean {
  return "delimitedEncoding" in field && field.delimitedEncoding === true;
}

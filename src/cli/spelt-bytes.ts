import { decodeBase64 } from "../wire/base64.js";

/** Bytes that somebody wrote down as text. */
export interface SpeltBytes {
  readonly bytes: Uint8Array;
  /** Whether the text itself shows that it was cut. */
  readonly cut?: boolean;
}

/**
 * The bytes that a text may spell, the surer reading first: a dump of `xxd` or `hexdump -C`, what Node
 * prints of a Buffer, a list of numbers, hex in any layout, base64.
 */
export function speltBytes(text: string): SpeltBytes[] {
  const trimmed = text.trim();
  return [fromDump, fromBuffer, fromNumbers, fromHex, fromBase64].flatMap((read) => read(trimmed));
}

const XXD = /^[0-9a-f]{4,16}: ((?:[0-9a-f]{2}){1,16}(?: (?:[0-9a-f]{2}){1,16}){0,31})(?: {2}.*)?$/i;
const HEXDUMP = /^[0-9a-f]{4,16} {1,2}((?:[0-9a-f]{2} {1,2}){1,32}) *\|.*\|$/i;
/** The last line of `hexdump`, which has only the size. */
const HEXDUMP_END = /^[0-9a-f]{4,16}$/i;

function fromDump(text: string): SpeltBytes[] {
  const lines = text.split(/\r?\n/);
  if (lines.length > 1 && HEXDUMP_END.test(lines.at(-1) ?? "")) lines.pop();
  const hex = lines.map((line) => (XXD.exec(line) ?? HEXDUMP.exec(line))?.[1]);
  return hex.every((part) => part !== undefined) ? fromHex(hex.join("")) : [];
}

const BUFFER = /^\[?\s*<Buffer ([0-9a-f ]*)(\.\.\. \d+ more bytes?)?>\s*\]?$/i;

function fromBuffer(text: string): SpeltBytes[] {
  const [, hex, more] = BUFFER.exec(text) ?? [];
  if (hex === undefined) return [];
  return fromHex(hex).map(({ bytes }) => ({ bytes, cut: more !== undefined }));
}

/** As JSON, of a Buffer too, and as Node prints a `Uint8Array`. */
const NUMBERS =
  /^(?:\w{1,40}\(\d{1,9}\) |\{\s*"type":\s*"Buffer",\s*"data":\s*)?\[([\d\s,]+)\]\s*\}?$/;

function fromNumbers(text: string): SpeltBytes[] {
  const list = NUMBERS.exec(text)?.[1];
  if (list === undefined) return [];
  const numbers = list.split(",").map(Number);
  return numbers.every((number) => number < 256) ? [{ bytes: Uint8Array.from(numbers) }] : [];
}

function fromHex(text: string): SpeltBytes[] {
  const digits = text.replace(/0x|\\x|[\s:,-]/gi, "");
  if (!/^[0-9a-f]+$/i.test(digits) || digits.length % 2 !== 0) return [];
  return [{ bytes: Buffer.from(digits, "hex") }];
}

/** Standard and URL-safe, in quotes or not, broken into lines; several values are joined by commas. */
const BASE64 = /^["'`]?([\w+/\s=-]{3,}(?:,[\w+/\s=-]+)*)(\.{3}|…)?["'`]?$/;

function fromBase64(text: string): SpeltBytes[] {
  const [, values, ellipsis] = BASE64.exec(text) ?? [];
  return (values ?? "").split(",").flatMap((value) => {
    const { bytes, valid } = decodeBase64(value);
    return bytes.length === 0 ? [] : [{ bytes, cut: ellipsis !== undefined || !valid }];
  });
}

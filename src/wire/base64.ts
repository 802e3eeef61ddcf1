import { decodeUtf8 } from "./utf8.js";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Encodes standard base64 without padding, as gRPC asks for in `-bin` metadata. */
export function encodeBase64(bytes: Uint8Array): string {
  // Bytes first and one string of them: thousands of joined strings cost four times as much.
  const text = new Uint8Array(Math.ceil((bytes.length * 4) / 3));
  let at = 0;
  let i = 0;
  for (; i + 2 < bytes.length; i += 3) {
    const group =
      ((bytes[i] as number) << 16) | ((bytes[i + 1] as number) << 8) | (bytes[i + 2] as number);
    text[at] = ALPHABET.charCodeAt(group >> 18);
    text[at + 1] = ALPHABET.charCodeAt((group >> 12) & 63);
    text[at + 2] = ALPHABET.charCodeAt((group >> 6) & 63);
    text[at + 3] = ALPHABET.charCodeAt(group & 63);
    at += 4;
  }
  if (i < bytes.length) {
    const first = bytes[i] as number;
    const second = bytes[i + 1];
    text[at++] = ALPHABET.charCodeAt(first >> 2);
    text[at++] = ALPHABET.charCodeAt(((first & 3) << 4) | ((second ?? 0) >> 4));
    if (second !== undefined) text[at] = ALPHABET.charCodeAt((second & 15) << 2);
  }
  return decodeUtf8(text);
}

/** What {@link decodeBase64} could read. */
export interface Base64Text {
  readonly bytes: Uint8Array;
  /** False where the text held anything but base64; `bytes` is then what came before that. */
  readonly valid: boolean;
}

const PAD = 64;
const SPACE = 65;
const JUNK = 66;

let table: Uint8Array | undefined;

function decodeTable(): Uint8Array {
  const values = new Uint8Array(128).fill(JUNK);
  for (let i = 0; i < 64; i++) values[ALPHABET.charCodeAt(i)] = i;
  values["-".charCodeAt(0)] = 62;
  values["_".charCodeAt(0)] = 63;
  values["=".charCodeAt(0)] = PAD;
  for (const space of " \t\r\n") values[space.charCodeAt(0)] = SPACE;
  return values;
}

/**
 * Decodes base64: standard and URL-safe alphabet, padded or not, white space skipped. Total: damage
 * ends the reading and shows in `valid`.
 */
export function decodeBase64(text: string): Base64Text {
  table ??= decodeTable();
  const values = table;
  const bytes = new Uint8Array((text.length * 3) >> 2);
  let size = 0;
  let bits = 0;
  let pending = 0;
  let padding = 0;
  let valid = true;
  let i = 0;
  // Four letters at a time for as long as nothing else comes, which is mostly all of it.
  for (; i + 3 < text.length; i += 4) {
    const a = text.charCodeAt(i);
    const b = text.charCodeAt(i + 1);
    const c = text.charCodeAt(i + 2);
    const d = text.charCodeAt(i + 3);
    if ((a | b | c | d) > 127) break;
    const first = values[a] as number;
    const second = values[b] as number;
    const third = values[c] as number;
    const fourth = values[d] as number;
    if ((first | second | third | fourth) >= PAD) break;
    bytes[size] = (first << 2) | (second >> 4);
    bytes[size + 1] = (second << 4) | (third >> 2);
    bytes[size + 2] = (third << 6) | fourth;
    size += 3;
  }
  for (; i < text.length; i++) {
    const char = text.charCodeAt(i);
    const value = char < 128 ? (values[char] as number) : JUNK;
    if (value < 64 && padding === 0) {
      bits = (bits << 6) | value;
      if (++pending === 4) {
        bytes[size] = bits >> 16;
        bytes[size + 1] = bits >> 8;
        bytes[size + 2] = bits;
        size += 3;
        pending = 0;
      }
    } else if (value === PAD && pending >= 2 && padding < 4 - pending) {
      padding++;
    } else if (value !== SPACE) {
      valid = false;
      break;
    }
  }
  if (pending === 1) valid = false;
  if (pending >= 2) bytes[size++] = bits >> (pending === 2 ? 4 : 10);
  if (pending === 3) bytes[size++] = bits >> 2;
  return { bytes: size === bytes.length ? bytes : bytes.subarray(0, size), valid };
}

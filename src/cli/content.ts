import { gunzip } from "./gunzip.js";
import { MAX_INPUT_BYTES } from "./read-input.js";

/** An input without what it was wrapped in. */
export interface Content {
  /** The bytes, UTF-8 where they are text. */
  readonly bytes: Uint8Array;
  /** "" where the bytes are no text. */
  readonly text: string;
}

/** Unpacks an input: gzip, UTF-16 as Windows writes it, a byte order mark. */
export function readContent(input: Uint8Array): Content {
  const bytes = gunzip(input, MAX_INPUT_BYTES);
  const encoding = encodingOf(bytes);
  // Not fatal: a log may have one broken character in a megabyte.
  const text = new TextDecoder(encoding).decode(bytes);
  if (!isText(text)) return { bytes, text: "" };
  // A text that holds bytes as well, an answer with a body of frames, keeps them.
  return { bytes: encoding === "utf-8" ? bytes : new TextEncoder().encode(text), text };
}

function encodingOf([first, second, third, fourth]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  // Two letters of ASCII without a mark before them.
  if (first && second === 0 && third && fourth === 0) return "utf-16le";
  if (first === 0 && second && third === 0 && fourth) return "utf-16be";
  return "utf-8";
}

/** Protobuf and frames have a control character in their first few; a text has none there. */
const START = 16;

/** Whether bytes that were read as a text are one. */
export function isText(text: string): boolean {
  return !CONTROL.test(text.slice(0, START));
}

/** All but white space, and escape, with which a coloured log may begin. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these tell bytes from text
const CONTROL = /[\0-\x08\x0e-\x1a\x1c-\x1f]/;

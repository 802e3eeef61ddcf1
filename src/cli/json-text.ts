import { isDeeperThan } from "./is-deeper-than.js";

/** A value as one line of JSON that a terminal can show: what would move its cursor or turn its direction is escaped. */
export function jsonText(value: unknown): string {
  return printable(JSON.stringify(value));
}

/** The same in many lines, for people, where it is neither huge nor so deep that it would be mostly spaces. */
export function prettyJson(value: unknown): string {
  const line = JSON.stringify(value);
  const isPlain = line.length > MAX_PRETTY || isDeeperThan(MAX_LEVELS, value);
  return printable(isPlain ? line : JSON.stringify(value, null, 2));
}

const MAX_PRETTY = 1 << 20;
const MAX_LEVELS = 32;

/** JSON.stringify escapes the control characters of ASCII; a terminal obeys others as well. */
const UNPRINTABLE = /[\u007f-\u009f\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

function printable(json: string): string {
  return json.replace(UNPRINTABLE, escaped);
}

function escaped(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

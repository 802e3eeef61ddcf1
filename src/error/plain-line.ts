import { shorten } from "../wire/shorten.js";

/** How much of a text one line shows: enough for any sentence, and no flood. */
const MAX_LINE = 1_000;

/**
 * Text of a peer as one line: control characters, which could move a terminal's cursor, fake a line of
 * a log or turn its direction, become spaces, and what is longer than a thousand characters is cut.
 */
export function plainLine(text: string): string {
  return shorten(text, MAX_LINE).replace(UNPRINTABLE, " ");
}

/** Control characters, the two separators of Unicode that break a line, and what turns its direction. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu;

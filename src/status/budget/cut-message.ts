import { encodeUtf8 } from "../../wire/utf8.js";
import { largestThatFits } from "./largest-that-fits.js";

/** What of a message always arrives, in bytes of UTF-8, the mark of a cut included. */
const MIN_BYTES = 1_000;
const MARK = "…";
const MARK_BYTES = 3;

/**
 * Cuts the tail of a message so far that it fits, and marks the cut with "…". Never in the middle of a
 * character, and never so far that less than 1,000 bytes would be left.
 *
 * @param message - without lone surrogates.
 * @param fits - whether a message is short enough.
 * @returns the message itself where it fits, or is that short; else one that weighs less.
 */
export function cutMessage(message: string, fits: (message: string) => boolean): string {
  if (fits(message)) return message;
  const shortest = shortestEnd(message);
  if (shortest === message.length) return message;
  const longest = longestEnd(message);
  if (shortest > longest) return message;
  const end = largestThatFits(
    shortest,
    (candidate) => candidate <= longest && fits(cutAt(message, candidate)),
  );
  return cutAt(message, end);
}

function cutAt(message: string, end: number): string {
  return message.slice(0, isSplit(message, end) ? end - 1 : end) + MARK;
}

/** Whether a position is between the two halves of one character. */
function isSplit(message: string, position: number): boolean {
  return (message.codePointAt(position - 1) as number) > 0xffff;
}

/** Where a message can be cut at the earliest. */
function shortestEnd(message: string): number {
  let end = 0;
  let bytes = MARK_BYTES;
  for (const character of message) {
    if (bytes >= MIN_BYTES) break;
    bytes += encodeUtf8(character).length;
    end += character.length;
  }
  return end;
}

/** Where it can be cut at the latest: what goes has to weigh more than the mark. */
function longestEnd(message: string): number {
  let end = message.length - 1;
  while (encodeUtf8(message.slice(end)).length <= MARK_BYTES) end--;
  return end;
}

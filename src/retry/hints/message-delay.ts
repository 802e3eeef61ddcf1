import { searchedText } from "../searched-text.js";
import { delayReading, type HintReading } from "./hint-reading.js";

/** What has to stand before a time for it to be one to wait for; where it ends, the time begins. */
const INVITATION =
  /\b(?:(?:re-?try|try|try (?:\w{1,12} ){0,3}again|resets?|available again)(?: (?:your|the|this) request)? (?:in|after)|wait(?: for)?)(?: (?:about|approximately|at least|another))?:? /gi;

/** Longer names first: `m` would take the beginning of `ms`. */
const PART =
  /(\d{1,12}(?:\.\d{1,12})?) ?(milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)(?![a-z])(?:,? and |, | )?/iy;

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** How many invitations and how many parts of a time are looked at. */
const MAX_INVITATIONS = 32;
const MAX_PARTS = 4;

/**
 * What the text of an error says of when to come back: "Please retry in 34.4s.", "try again in 6m0s", "quota
 * will reset after 14h23m40s", "wait 30 seconds". A time without such words is none. The first one counts.
 */
export function readMessageDelay(message: string): HintReading | undefined {
  const text = searchedText(message);
  let left = MAX_INVITATIONS;
  for (const { 0: words, index } of text.matchAll(INVITATION)) {
    const delayMs = readTime(text, index + words.length);
    if (delayMs !== undefined) return delayReading("the message's delay", delayMs);
    if (--left === 0) break;
  }
  return undefined;
}

/** The time that begins at a place of a text, in milliseconds: `1h2m3.5s`, `500ms`, `20 seconds`. */
function readTime(text: string, start: number): number | undefined {
  let total: number | undefined;
  PART.lastIndex = start;
  for (let parts = 0; parts < MAX_PARTS; parts++) {
    const [, number, unit = ""] = PART.exec(text) ?? [];
    if (number === undefined) break;
    total = (total ?? 0) + Number(number) * unitMs(unit.toLowerCase());
  }
  return total === undefined ? undefined : Math.round(total * 1_000) / 1_000;
}

function unitMs(unit: string): number {
  return unit === "ms" || unit.startsWith("milli") ? 1 : (UNIT_MS[unit.charAt(0)] ?? 0);
}

import { partsFromText } from "../../dialects/parts-from-text.js";
import { Code, type ErrorCode } from "../../status/code.js";
import type { ErrorOrigin, ErrorParts } from "../../status/error-parts.js";
import { readableText } from "../../wire/decode-text.js";
import { member } from "../../wire/members.js";
import { shorten } from "../../wire/shorten.js";

/**
 * Reads what a text says: a string that was thrown or logged, or the message of an error into which an SDK
 * put the whole body. `undefined` for a sentence that says nothing for programs.
 */
export function partsFromMessage(value: unknown): ErrorParts | undefined {
  const printed = typeof value === "string";
  const text = printed ? value : member(value, "message");
  if (typeof text !== "string" || text === "") return undefined;
  const readable = readableText(text);
  return (
    partsFromText(readable, { failed: true }) ?? (printed ? partsFromWords(readable) : undefined)
  );
}

/** How much of a text becomes a message: that of a value which is none of all these. */
const MAX_MESSAGE = 500;
/** How much of a text is searched for words. */
const MAX_TEXT = 16_384;

/** What is left in a text of errors that say it by their name or code, while they are objects. */
const WORDS: readonly (readonly [RegExp, ErrorCode, ErrorOrigin])[] = [
  [/\bcontext deadline exceeded\b|\b\w{0,40}Timeout(?:Error)?:/, Code.DEADLINE_EXCEEDED, "local"],
  [/\bcontext cancell?ed\b|\bAbortError\b/, Code.CANCELLED, "local"],
  [
    /\bE(?:CONN(?:REFUSED|RESET)|NOTFOUND|TIMEDOUT|HOSTUNREACH|AI_AGAIN|PIPE)\b|\bfetch failed\b|\bconnection (?:refused|reset)\b/,
    Code.UNAVAILABLE,
    "transport",
  ],
];

function partsFromWords(text: string): ErrorParts | undefined {
  const head = text.slice(0, MAX_TEXT);
  const [, code, origin] = WORDS.find(([pattern]) => pattern.test(head)) ?? [];
  if (code === undefined || origin === undefined) return undefined;
  return {
    code,
    origin,
    message: shorten(text, MAX_MESSAGE),
    details: [],
    via: "local",
    dialect: "printed",
    problems: [],
  };
}

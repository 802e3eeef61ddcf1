import { textOf } from "./parse-json.js";

/**
 * How messages follow each other in a stream:
 *
 * - `"sse"`: server-sent events
 * - `"ndjson"`: JSON values one after the other, usually a line each
 * - `"json-array"`: the elements of one JSON array
 * - `"connect"`: envelopes of the Connect protocol
 */
export type StreamFormat = "sse" | "ndjson" | "json-array" | "connect";

export const STREAM_FORMATS: readonly StreamFormat[] = ["sse", "ndjson", "json-array", "connect"];

const TYPES: readonly (readonly [RegExp, StreamFormat])[] = [
  [/^text\/event-stream/i, "sse"],
  [/^application\/connect\+/i, "connect"],
  [/^application\/(x-)?(ndjson|json-?l|json-?lines|json-seq|stream\+json)\s*(;|$)/i, "ndjson"],
];

/** The format that a content type names; `application/json` is the name of several. */
export function formatFromContentType(contentType: string): StreamFormat | undefined {
  return TYPES.find(([pattern]) => pattern.test(contentType))?.[1];
}

const STARTS: readonly (readonly [RegExp, StreamFormat])[] = [
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the flags of an envelope
  [/^[\0-\x03]/, "connect"],
  [/^\[/, "json-array"],
  [/^(["{\d-]|true|false|null)/, "ndjson"],
  [/^(data|event|id|retry)?:/, "sse"],
];

/** As many characters as the longest start above has. */
const DECISIVE = 6;

/**
 * The format that a stream begins like; `"text"` for none of them.
 *
 * @param isAll - whether there will be nothing more.
 * @returns `undefined` where more has to be read, and for white space alone.
 */
export function formatFromStart(
  start: Uint8Array,
  isAll: boolean,
): StreamFormat | "text" | undefined {
  const text = textOf(start).trimStart();
  if (text === "") return undefined;
  const format = STARTS.find(([pattern]) => pattern.test(text))?.[1];
  return format ?? (isAll || text.length >= DECISIVE ? "text" : undefined);
}

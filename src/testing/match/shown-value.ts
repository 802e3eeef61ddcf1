import { plainLine } from "../../error/plain-line.js";
import { isError, member } from "../../wire/members.js";
import { showValue } from "../../wire/show-value.js";
import { isMatcher } from "./is-matcher.js";

/** How many entries of a list or an object are shown, and how deep they may stand in each other. */
const MAX_ENTRIES = 20;
const MAX_DEPTH = 5;

/** A value in one line that a terminal can print: what came from a peer may be long, or control characters. */
export function shownValue(value: unknown): string {
  return plainLine(show(value, MAX_DEPTH));
}

function show(value: unknown, depth: number): string {
  if (isMatcher(value)) return matcherName(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null || value instanceof RegExp || isError(value))
    return showValue(value);
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
  if (depth === 0) return "…";
  if (Array.isArray(value)) return `[${listed(value, (entry) => show(entry, depth - 1))}]`;
  const entries = Object.entries(value).filter(([name]) => !name.startsWith("$"));
  return `{${listed(entries, ([name, entry]) => `${name}: ${show(entry, depth - 1)}`)}}`;
}

function listed<Entry>(entries: readonly Entry[], showOne: (entry: Entry) => string): string {
  const shown = entries.slice(0, MAX_ENTRIES).map(showOne);
  const hidden = entries.length - shown.length;
  return [...shown, ...(hidden > 0 ? [`and ${hidden} more`] : [])].join(", ");
}

/** As the framework words it: `Any<Number>`, `StringContaining "book"`. */
function matcherName(matcher: unknown): string {
  const named = member(matcher, "toAsymmetricMatcher");
  try {
    return typeof named === "function" ? String(named.call(matcher)) : String(matcher);
  } catch {
    return String(matcher);
  }
}

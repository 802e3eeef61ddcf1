import type { Message } from "@bufbuild/protobuf";
import type { Duration } from "@bufbuild/protobuf/wkt";
import type { Detail } from "../status/details/detail.js";
import { maskHeader } from "../status/secrets.js";
import { msFromDuration } from "../wire/duration.js";
import { plainLine } from "./plain-line.js";

/** How many entries of a list are shown before the rest is counted. */
const MAX_ENTRIES = 5;

/**
 * A detail in words: its type and what is in it on the first line, entries of its lists and maps below.
 * `DebugInfo` is named and no more.
 */
export function renderDetail({ type, value, bytes, problem }: Detail): string[] {
  if (value === undefined) {
    const size = bytes === undefined ? "JSON" : `${bytes.length} bytes`;
    return [plainLine(`${type || "no type"} (${size}, ${problem?.message})`)];
  }
  // The types of google.rpc and their fields are known; of others the names tell more than the values.
  const known = /^google\.rpc\.(\w+)$/.exec(type)?.[1];
  if (known === "DebugInfo") return [`${known} (not shown)`];
  const named = known === undefined;
  const title = [known ?? type, ...words(value, named)].join(" ");
  return [plainLine(title), ...entries(value, named)];
}

/** What a message holds besides lists and maps: its texts, numbers and the messages in it. */
function words(message: Message, named: boolean): string[] {
  if (message.$typeName === "google.protobuf.Duration") {
    return [`${msFromDuration(message as Duration) / 1000} s`];
  }
  return fieldsOf(message).flatMap(([name, field]) => {
    if (isMessage(field)) return words(field, named);
    if (typeof field === "object" || field === "") return [];
    return named ? `${name}=${field}` : String(field);
  });
}

function entries(message: Message, named: boolean): string[] {
  return fieldsOf(message).flatMap(([_name, field]) => {
    if (typeof field !== "object" || field === null || isMessage(field)) return [];
    const all = Object.entries(field);
    const lines = all.slice(0, MAX_ENTRIES).map(([key, entry]) => {
      // Of a violation: the field first, then what is wrong with it.
      const [first = "", ...rest] = isMessage(entry)
        ? words(entry, named)
        : [key, maskHeader(key, String(entry))];
      const more = rest.join(", ");
      return plainLine(more ? first + (named ? ", " : ": ") + more : first);
    });
    return all.length > lines.length ? [...lines, `and ${all.length - lines.length} more`] : lines;
  });
}

function fieldsOf(message: Message): [string, unknown][] {
  return Object.entries(message).filter(([name]) => !name.startsWith("$"));
}

function isMessage(value: unknown): value is Message {
  return typeof value === "object" && value !== null && "$typeName" in value;
}

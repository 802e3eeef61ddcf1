import { partsFromBody } from "../dialects/parts-from-body.js";
import { partsFromText } from "../dialects/parts-from-text.js";
import { partsFromServiceError } from "../error/from/service-error.js";
import type { ErrorParts } from "../status/error-parts.js";
import { isJsonObject, members } from "../wire/members.js";
import { type Finding, MAX_ERRORS } from "./finding.js";
import { textErrors } from "./text-errors.js";

/** How many values of one JSON text are looked at: an entry of a log has dozens, a stream that was saved thousands. */
const MAX_VALUES = 20_000;
/** How deep an error may be: `{ log: { err: { cause: { … } } } }`. */
const MAX_DEPTH = 6;

/** Parses a text that is JSON throughout; `undefined` for what is none. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  if (!/^\s*["[{]/.test(text)) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/**
 * The errors in a JSON value: the value itself, or what stands in it, as in the entries of a log. What an
 * entry says twice, as a logger that writes message and error does, comes once, in its fullest form.
 */
export function jsonErrors(value: unknown): Finding[] {
  const found: Finding[] = [];
  let level: unknown[] = [value];
  let left = MAX_VALUES;
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth++) {
    const next: unknown[] = [];
    for (const one of level.slice(0, left)) {
      // More than are shown, so that whoever asks knows that there are more.
      if (found.length > MAX_ERRORS) return found;
      const errors = errorsOf(one);
      if (errors.length > 0) for (const error of errors) addOnce(found, error);
      else next.push(...valuesIn(one).slice(0, left));
    }
    left -= level.length;
    level = next;
  }
  return found;
}

/** What stands in a value; in a text that is JSON its value. */
function valuesIn(value: unknown): readonly unknown[] {
  if (typeof value === "string") {
    const json = parseJson(value);
    return json === undefined ? [] : [json.value];
  }
  return typeof value === "object" && value !== null ? Object.values(value) : [];
}

function errorsOf(value: unknown): readonly Finding[] {
  if (typeof value === "string") return textErrors(value).map((parts) => ({ form: "json", parts }));
  // A list has an error of each entry.
  if (!isJsonObject(value)) return [];
  const error = partsFromServiceError({ ...value, metadata: reviveBuffers(value.metadata) });
  if (error !== undefined) return [{ form: "grpc-js", parts: error }];
  const parts = partsFromBody(value, { failed: false });
  return parts === undefined ? [] : [{ form: "json", parts: unpacked(parts, value) }];
}

/** The metadata of a grpc-js error as JSON.stringify writes it, its Buffers as bytes again. */
function reviveBuffers(metadata: unknown): unknown {
  if (!isJsonObject(metadata)) return metadata;
  return Object.fromEntries(
    Object.entries(metadata).map(([name, values]) => [
      name,
      (Array.isArray(values) ? values : [values]).map(reviveBuffer),
    ]),
  );
}

function reviveBuffer(value: unknown): unknown {
  const { type, data } = members(value, "type", "data");
  return type === "Buffer" && Array.isArray(data) ? Uint8Array.from(data) : value;
}

/** Of a message that is JSON itself its error counts, which only the reader of texts looks for. */
function unpacked(parts: ErrorParts, value: object): ErrorParts {
  if (!/^\s*["[{]/.test(parts.message)) return parts;
  try {
    return partsFromText(JSON.stringify(value), { failed: false }) ?? parts;
  } catch {
    // Nested too deeply to be written again.
    return parts;
  }
}

function addOnce(found: Finding[], finding: Finding): void {
  const same = found.findIndex(({ parts }) => isSame(parts, finding.parts));
  const known = found[same];
  if (known === undefined) found.push(finding);
  else if (finding.parts.details.length > known.parts.details.length) found[same] = finding;
}

function isSame(one: ErrorParts, other: ErrorParts): boolean {
  return one.code === other.code && one.message === other.message;
}

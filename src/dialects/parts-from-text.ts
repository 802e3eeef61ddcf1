import type { JsonObject } from "@bufbuild/protobuf";
import { Code } from "../status/code.js";
import type { ErrorParts } from "../status/error-parts.js";
import { readLooseJson } from "../wire/loose-json.js";
import { isJsonObject } from "../wire/members.js";
import { problem } from "../wire/problem.js";
import type { BodyContext } from "./body-context.js";
import { partsFromBody } from "./parts-from-body.js";
import { findPrinted, mentionedStatus, partsFromMentionedStatus } from "./printed.js";

/** How often JSON is unpacked out of the strings of JSON: SDKs wrap a message that gateways wrapped. */
const MAX_LEVELS = 4;
/** Longest text that is parsed as a whole. Of a longer one the beginning is read, where code and message stand. */
const MAX_TEXT = 1_048_576;
/** How much of a text that is no JSON is searched for some. */
const MAX_SEARCHED = 65_536;
/** How many places of a text are tried. */
const MAX_CANDIDATES = 32;

/**
 * What a text says about a failure, wherever in it: JSON as a whole or inside of prose, printed by JSON or by
 * Python, or a status as some library prints it. Total and linear.
 *
 * @returns `undefined` for a text that says nothing but itself.
 */
export function partsFromText(
  text: string,
  context: BodyContext,
  level = 0,
): ErrorParts | undefined {
  if (level > MAX_LEVELS) return undefined;
  const whole = partsFromJson(text, context, level);
  if (whole !== undefined) return whole;
  const printed = context.failed ? findPrinted(text) : undefined;
  const httpStatus = context.httpStatus ?? mentionedStatus(text);
  const limit = printed?.index ?? text.length;
  const inside = findJson(text, limit, { ...context, httpStatus }, level);
  if (inside !== undefined) return inside;
  if (printed !== undefined) return unpackMessage(printed.parts, context, level);
  if (text.includes('\\"')) return partsFromText(unescaped(text), context, level + 1);
  return context.failed && context.httpStatus === undefined
    ? partsFromMentionedStatus(text)
    : undefined;
}

function partsFromJson(text: string, context: BodyContext, level: number): ErrorParts | undefined {
  const json = parseJson(text);
  if (typeof json === "string") {
    return partsFromText(json, context, level + 1) ?? partsFromBody({ message: json }, context);
  }
  const parts = partsFromBody(json, context);
  if (parts !== undefined) return unpackMessage(parts, context, level);
  return isJsonObject(json) && context.failed ? fromMembers(json, context, level) : undefined;
}

/** A record of a structured log has the error as the text of some member. */
function fromMembers(
  record: JsonObject,
  context: BodyContext,
  level: number,
): ErrorParts | undefined {
  for (const value of Object.values(record).slice(0, MAX_CANDIDATES)) {
    const parts = typeof value === "string" && partsFromText(value, context, level + 1);
    if (parts) return parts;
  }
  return undefined;
}

// The bound keeps a text of brackets and spaces from being read once for each bracket.
const JSON_START = /\{(?:\s|\\[nrt]){0,100}["']|\[(?:\s|\\[nrt]){0,100}\{/;

/** JSON of a text that is nothing else; `undefined` where it is not. */
export function parseJson(text: string): unknown {
  const start = text.search(/[^\s\uFEFF]/);
  if (text.length > MAX_TEXT || !/["[{]/.test(text[start] ?? "")) return undefined;
  try {
    return JSON.parse(text.slice(start));
  } catch {
    return undefined;
  }
}

/** The first error among the JSON values in a text, as far as they begin before `limit`. */
function findJson(
  text: string,
  limit: number,
  context: BodyContext,
  level: number,
): ErrorParts | undefined {
  const head = text.slice(0, MAX_SEARCHED);
  let at = 0;
  for (let tries = 0; tries < MAX_CANDIDATES; tries++) {
    const start = at + head.slice(at).search(JSON_START);
    if (start < at || start >= limit) return undefined;
    const { value, end } = readLooseJson(head, start);
    const found = partsFromBody(value, context);
    if (found !== undefined) {
      const before = head.slice(0, start).trim();
      const parts = before === "" ? notJson(found, head) : found;
      return unpackMessage({ ...parts, message: parts.message || before }, context, level);
    }
    at = Math.max(end, start + 1);
  }
  return undefined;
}

/** A text that begins as JSON and is none was damaged on the way, or printed by another language. */
function notJson(parts: ErrorParts, text: string): ErrorParts {
  return { ...parts, problems: [...parts.problems, problem("json", "not valid JSON", text)] };
}

/**
 * A message that is itself JSON, or a printed status, says more than what is around it; of a gRPC status
 * the code stands, since it is the service's own word.
 */
export function unpackMessage(outer: ErrorParts, context: BodyContext, level = 0): ErrorParts {
  if (!/^\s*[{["]/.test(outer.message) && outer.code !== Code.UNKNOWN) return outer;
  const inner = partsFromText(outer.message, context, level + 1);
  if (inner === undefined) return outer;
  const keepsCode =
    inner.code === Code.UNKNOWN || (outer.via === "grpc" && outer.code !== Code.UNKNOWN);
  return {
    ...inner,
    code: keepsCode ? outer.code : inner.code,
    details: [...inner.details, ...outer.details],
    httpStatus: outer.httpStatus ?? inner.httpStatus,
    problems: [...outer.problems.filter(({ kind }) => kind !== "code"), ...inner.problems],
    body: outer.body,
  };
}

/** A text that was printed as a string once more: `{\"error\": …}`. */
function unescaped(text: string): string {
  return text.slice(0, MAX_SEARCHED).replace(/\\(["\\])/g, "$1");
}

import type { JsonObject } from "@bufbuild/protobuf";
import { Code } from "../status/code.js";
import type { ErrorParts } from "../status/error-parts.js";
import { readLooseJson } from "../wire/loose-json.js";
import { isJsonObject } from "../wire/members.js";
import { problem } from "../wire/problem.js";
import { beginningOf } from "../wire/shorten.js";
import { readWholeJson } from "../wire/whole-json.js";
import type { BodyContext } from "./body-context.js";
import { partsFromBody } from "./parts-from-body.js";
import { findPrinted, mentionedStatus, partsFromMentionedStatus } from "./printed.js";

/** How often JSON is unpacked out of the strings of JSON: SDKs wrap a message that gateways wrapped. */
const MAX_LEVELS = 4;
/**
 * How much is done for a text and all texts inside of it: a character of prose counts as one, and so does
 * a mark of JSON that is parsed as a whole. Prose gets at most half of what is left, so that there is some for
 * what it holds. Of what is too long the beginning is read, where code and message stand.
 */
const MAX_WORK = 131_072;
/** How many places of a text are tried. */
const MAX_CANDIDATES = 32;

/** How deep inside of a text another one is, and how much may still be done for all of them. */
interface Search {
  readonly level: number;
  readonly budget: { left: number };
}

/**
 * What a text says about a failure, wherever in it: JSON as a whole or inside of prose, printed by JSON or by
 * Python, or a status as some library prints it. Total and linear.
 *
 * @returns `undefined` for a text that says nothing but itself.
 */
export function partsFromText(
  text: string,
  context: BodyContext,
  search: Search = startSearch(),
): ErrorParts | undefined {
  if (search.level > MAX_LEVELS) return undefined;
  const { value: json, marks } = readWholeJson(text, search.budget.left) ?? { marks: 0 };
  search.budget.left -= marks;
  // What is in a string says all that the string says.
  if (typeof json === "string") {
    return (
      partsFromText(json, context, deeper(search)) ?? partsFromBody({ message: json }, context)
    );
  }
  return fromJson(json, context, search) ?? fromProse(text, context, search);
}

function startSearch(): Search {
  return { level: 0, budget: { left: MAX_WORK } };
}

function deeper({ level, budget }: Search): Search {
  return { level: level + 1, budget };
}

function fromJson(json: unknown, context: BodyContext, search: Search): ErrorParts | undefined {
  const parts = partsFromBody(json, context);
  if (parts !== undefined) return unpackMessage(parts, context, search);
  return isJsonObject(json) && context.failed ? fromMembers(json, context, search) : undefined;
}

function fromProse(text: string, context: BodyContext, search: Search): ErrorParts | undefined {
  const head = endsOf(text, Math.floor(search.budget.left / 2));
  search.budget.left -= head.length;
  const printed = context.failed ? findPrinted(head) : undefined;
  const httpStatus = context.httpStatus ?? mentionedStatus(head);
  const limit = printed?.index ?? head.length;
  const inside = findJson(head, limit, { ...context, httpStatus }, search);
  if (inside !== undefined) return inside;
  if (printed !== undefined) return unpackMessage(printed.parts, context, search);
  if (head.includes('\\"')) return partsFromText(unescaped(head), context, deeper(search));
  return context.failed && context.httpStatus === undefined
    ? partsFromMentionedStatus(head)
    : undefined;
}

/** A text, or both ends of a long one: a body has its code at the beginning, a traceback at the end. */
function endsOf(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = Math.floor(max / 4);
  return `${beginningOf(text, max - end)}\n${text.slice(text.length - end)}`;
}

/** A record of a structured log has the error as the text of some member. */
function fromMembers(
  record: JsonObject,
  context: BodyContext,
  search: Search,
): ErrorParts | undefined {
  for (const value of Object.values(record).slice(0, MAX_CANDIDATES)) {
    const parts = typeof value === "string" && partsFromText(value, context, deeper(search));
    if (parts) return parts;
  }
  return undefined;
}

// The bound keeps a text of brackets and spaces from being read once for each bracket.
const JSON_START = /\{(?:\s|\\[nrt]){0,100}["']|\[(?:\s|\\[nrt]){0,100}\{/;
/** Also what Node prints of an object, and some languages of what is no JSON. */
const OBJECT_START = /\{(?:\s|\\[nrt]){0,100}(?:["']|[\w$]{1,40}:)|\[(?:\s|\\[nrt]){0,100}\{/;

/** The first error among the JSON values in a text, as far as they begin before `limit`. */
function findJson(
  head: string,
  limit: number,
  context: BodyContext,
  search: Search,
): ErrorParts | undefined {
  let at = 0;
  for (let tries = 0; tries < MAX_CANDIDATES; tries++) {
    const start = at + head.slice(at).search(limit < head.length ? JSON_START : OBJECT_START);
    if (start < at || start >= limit) return undefined;
    const { value, end } = readLooseJson(head, start);
    const found = partsFromBody(value, context);
    if (found !== undefined) {
      const before = head.slice(0, start).trim();
      const parts = before === "" ? notJson(found, head) : found;
      return unpackMessage({ ...parts, message: parts.message || before }, context, search);
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
export function unpackMessage(
  outer: ErrorParts,
  context: BodyContext,
  search: Search = startSearch(),
): ErrorParts {
  if (!/^\s*[{["]/.test(outer.message) && outer.code !== Code.UNKNOWN) return outer;
  const inner = partsFromText(outer.message, context, deeper(search));
  if (inner === undefined || saysNothing(inner, outer.message)) return outer;
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

/** Whether JSON is no error, but a message that happens to be JSON: `{}`, or a text in quotes. */
function saysNothing({ dialect, message }: ErrorParts, text: string): boolean {
  return dialect === "plain-json" && (message === "" || !/^\s*\{/.test(text));
}

/** A text that was printed as a string once more: `{\"error\": …}`. */
function unescaped(text: string): string {
  return text.replace(/\\(["\\])/g, "$1");
}

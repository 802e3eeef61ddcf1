import { Code, type ErrorCode, isErrorCode, parseCode } from "../status/code.js";
import type { Detail } from "../status/details/detail.js";
import { readDetails } from "../status/details/read-details.js";
import type { ErrorParts } from "../status/error-parts.js";
import { codeFromHttpStatus } from "../status/http-status.js";
import { readCode } from "../status/read-code.js";
import type { HeadersLike } from "../wire/headers.js";
import { readLooseJson } from "../wire/loose-json.js";
import { problem } from "../wire/problem.js";
import { shorten } from "../wire/shorten.js";

/** How much of a text is searched: a log line, a stack, a page of prose. */
const MAX_TEXT = 16_384;
/** How much of a text becomes a message, where nothing says which part of it is one. */
const MAX_MESSAGE = 500;

/** Go: `rpc error: code = NotFound desc = text`. What it names as code is one, known here or not. */
const GO = /(?:rpc error: )?\bcode = (\w+)(?:\(\d+\))? desc = ([\s\S]*)/;

/** grpcurl: `Code: NotFound` and `Message: text`, each on a line, and the details numbered below. */
const GRPCURL = /^[ \t]*Code: (\w+)\s+Message: ([\s\S]*?(?=\n[ \t]+Details:)|[^\n]*)/m;
const NUMBERED = /^[ \t]+\d{1,4}\)[ \t]*(?=\{)/gm;

/** `NOT_FOUND`, and `not_found` as Connect for Go writes it, where that is no word of any sentence. */
const CODE_NAMES = /* @__PURE__ */ Object.keys(Code)
  .flatMap((name) => (/_|^UNA/.test(name) ? [name, name.toLowerCase()] : name))
  .join("|");

/**
 * How libraries print a status, the code in the first group and the text in the second. Each is linear,
 * since whatever it begins with cannot stand inside what it repeats, or the repetition succeeds in any case.
 */
const FORMS: readonly RegExp[] = [
  GO,
  // Python: status = StatusCode.NOT_FOUND, details = "text", each on a line
  /\bstatus = StatusCode\.(\w+)\s+details = "([^\n]*?)"?$/m,
  // C#: Status(StatusCode="NotFound", Detail="text")
  /\bStatusCode="?(\w+)"?, ?Detail="((?:[^"\\]|\\.)*)/,
  // Java: Status{code=NOT_FOUND, description=text, cause=null}
  /\bStatus\{code=(\w+), description=([\s\S]*?)(?:, cause=|$)/,
  // Java: io.grpc.StatusRuntimeException: NOT_FOUND: text
  /\bStatus(?:Runtime)?Exception: ([A-Z_]+)(?:: ([^\n]*))?/,
  // Rust: status: NotFound, message: "text"; newer: status: 'What the code means', self: "text"
  /\b(?:status|code): '?(\w[\w ']*?)'?, (?:message|self): "((?:[^"\\]|\\.)*)/,
  /\bcode: '([A-Z][a-z]+ [^'\n]{4,90})'(?!,)/,
  GRPCURL,
  // Connect: [not_found] text
  /(?:^|[\s:])\[([a-z_]+)\] ([\s\S]*)/,
  // grpc-js: 5 NOT_FOUND: text
  /(?:^|[\s:"'(])\d{1,2} ([A-Z_]{4,}): ([^\n]*)/,
  // nice-grpc: /package.Service/Method NOT_FOUND: text
  /\/[\w.]+\/\w+ ([A-Z_]{4,}): ([^\n]*)/,
  // Ruby: GRPC::NotFound: 5:text. debug_error_string:{…}
  /\b(?:GRPC|Google::Cloud)::(\w+?)(?:Error)?: (?:\d+:)?([^\n]*?)(?:\. ?debug_error_string:|$)/m,
  // Go's Connect and many command lines: NOT_FOUND: text
  new RegExp(`(?:^|[\\s:"'(])(${CODE_NAMES}): ([^\\n]*)`),
];

/**
 * Google's clients for Python and others name a class, and say HTTP's number beside it: `google.api_core.
 * exceptions.NotFound: 404 text`, `google.genai.errors.ServerError: 503 UNAVAILABLE. text`.
 */
const CLASS =
  /\b(?:exceptions|errors)\.([A-Z]\w+): (?:([45]\d\d) (?:([A-Z]+(?:_[A-Z]+)*)\. )?)?([^\n]*)/;

/** Connect for Go: `not_found: text`; only a text that is nothing else. */
const NAMED = /^(\w{4,20}): ([\s\S]+)/;

/**
 * A sentence that mentions the HTTP status: `Request failed with status code 404`, `[429 Too Many
 * Requests]`, `404 Client Error`.
 */
const MENTIONED =
  /\b(?:HTTP(?:\/[\d.]{1,3})?|status(?: code)?(?: received from server)?|Error(?: code)?|HttpError)\W{1,3}([45]\d\d)\b|(?:^|[[('":] ?)([45]\d\d) [A-Z]/i;
/** What grpc-js says of an answer that is none of gRPC's: a proxy spoke. */
const OVER_GRPC = /^(?:\d+ [A-Z_]+: )?Received HTTP status code/;

/** A status found in a text, and where it begins. */
export interface PrintedStatus {
  readonly parts: ErrorParts;
  readonly index: number;
}

/**
 * Finds a status that some library printed, alone or in prose: the first in the text, or, of a long text, in
 * its end, where a traceback has it. Linear.
 */
export function findPrinted(text: string): PrintedStatus | undefined {
  const head = text.slice(0, MAX_TEXT);
  const found = findIn(head);
  if (found !== undefined || text.length <= MAX_TEXT) return found;
  const late = findIn(text.slice(-MAX_TEXT));
  return late && { ...late, index: late.index + text.length - MAX_TEXT };
}

function findIn(head: string): PrintedStatus | undefined {
  let found: PrintedStatus | undefined;
  for (const form of FORMS) {
    const match = form.exec(head);
    if (match === null || (found !== undefined && found.index <= match.index)) continue;
    const code = codeOf(match[1] ?? "") ?? (form === GO ? Code.UNKNOWN : undefined);
    if (code === undefined) continue;
    const parts = printed(code, match);
    const details = form === GRPCURL ? numberedDetails(head.slice(match.index)) : [];
    found = { index: match.index, parts: { ...parts, details } };
  }
  return found ?? findClass(head) ?? findNamed(head);
}

/** A name; of a sentence, which only tonic prints, what it is about. */
function codeOf(name: string): ErrorCode | undefined {
  const code = parseCode(name);
  return isErrorCode(code) ? code : name.includes(" ") ? readCode(name).code : undefined;
}

function findClass(head: string): PrintedStatus | undefined {
  const match = CLASS.exec(head);
  if (match === null) return undefined;
  const [, type = "", http, name = "", text = ""] = match;
  const fromHttp = http === undefined ? undefined : codeFromHttpStatus(Number(http), "rest");
  const code = codeOf(name) ?? codeOf(type) ?? fromHttp ?? readCode(type).code;
  if (!isErrorCode(code)) return undefined;
  const parts = { ...printed(code, match), message: text.trim(), problems: [] };
  // The body, where it is printed too, stands behind.
  return {
    index: head.length,
    parts: { ...parts, httpStatus: http && Number(http) } as ErrorParts,
  };
}

function findNamed(head: string): PrintedStatus | undefined {
  const match = NAMED.exec(head);
  const code = match === null ? undefined : codeOf(match[1] ?? "");
  return match && code !== undefined ? { index: 0, parts: printed(code, match) } : undefined;
}

function numberedDetails(text: string): readonly Detail[] {
  const details: unknown[] = [];
  let at = 0;
  for (const { 0: number, index } of text.matchAll(NUMBERED)) {
    // A number inside of a detail belongs to it; read as one of its own, each would be read to the end.
    if (index < at) continue;
    const { value, end } = readLooseJson(text, index + number.length);
    details.push(value);
    at = end;
  }
  return readDetails(details, []);
}

/** A status that stands in quotes, as in a line of logfmt, ends where they do. */
function insideQuotes(text: string, { index, input, 0: all }: RegExpExecArray): string {
  const quote = [input[index - 1], all[0]].find((letter) => letter === '"' || letter === "'");
  if (quote === undefined) return text;
  const end = text.search(quote === '"' ? /(?<!\\)"/ : /(?<!\\)'/);
  return end < 0 ? text : text.slice(0, end);
}

// What begins on a line is looked for on that one, so that empty lines are not read once for each of them.
const REST = /\n(?:[ \t]+at |[ \t]*[│╵]|(?<=\n\n)server-(?:request|trace)-id)[\s\S]*/;

function printed(code: ErrorCode, match: RegExpExecArray): ErrorParts {
  const [, name, text = ""] = match;
  return {
    code,
    message: insideQuotes(text, match)
      .replace(REST, "")
      .replace(/\\(["'\\])/g, "$1")
      .trim(),
    details: [],
    origin: "server",
    via: "grpc",
    dialect: "printed",
    metadata: [idsIn(match.input)],
    problems: readCode(name).code === undefined ? [problem("code", "no code", name)] : [],
  };
}

/** The ids that Yandex Cloud's clients for Go and Terraform print before the status, as the headers they came in. */
function idsIn(text: string): HeadersLike {
  const ids = text.matchAll(/\b(server|client)-(request|trace)-id ?[=:] ?([\w:.-]{1,100})/g);
  return Array.from(
    ids,
    ([, side, kind, id = ""]) =>
      [
        side === "server" && kind === "request" ? "x-request-id" : `x-${side}-${kind}-id`,
        id,
      ] as const,
  );
}

/** What a sentence says that mentions an HTTP status and nothing more precise. */
export function partsFromMentionedStatus(text: string): ErrorParts | undefined {
  const httpStatus = mentionedStatus(text);
  if (httpStatus === undefined) return undefined;
  const code = codeFromHttpStatus(httpStatus, OVER_GRPC.test(text) ? "transport" : "rest");
  return {
    code: isErrorCode(code) ? code : Code.UNKNOWN,
    message: shorten(text, MAX_MESSAGE),
    details: [],
    origin: "transport",
    via: "rest",
    dialect: "printed",
    httpStatus,
    problems: [],
  };
}

/** The HTTP status that a text mentions, failures only. */
export function mentionedStatus(text: string): number | undefined {
  const [, named, leading] = MENTIONED.exec(text.slice(0, MAX_TEXT)) ?? [];
  const status = named ?? leading;
  return status === undefined ? undefined : Number(status);
}

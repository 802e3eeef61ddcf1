import { htmlMessage, isHtml } from "../dialects/html.js";
import { partsFromHttp } from "../dialects/http-answer.js";
import { partsFromText } from "../dialects/parts-from-text.js";
import { mentionedStatus } from "../dialects/printed.js";
import type { ErrorParts } from "../status/error-parts.js";
import { type Finding, type Findings, MAX_ERRORS } from "./finding.js";
import { findGrpcJsDumps, type GrpcJsDump } from "./grpc-js-dump.js";
import { jsonErrors, parseJson } from "./json-errors.js";
import { logRecords } from "./log-records.js";
import { textErrors } from "./text-errors.js";

interface Located extends Finding {
  readonly line: number;
}

/** Finds the errors in a text: of a log those of each record, of anything else the one that it shows. */
export function findInLog(text: string): Findings {
  const dumps = findGrpcJsDumps(text);
  const records = [...logRecords(without(dumps, text))].filter(
    (record) => record.text.trim() !== "",
  );
  const errors: Located[] = dumps.map(({ start, end: _, ...finding }) => ({
    ...finding,
    line: lineAt(text, start),
  }));
  for (const { text: record, line } of records) {
    // One more than are shown, so that whoever asks knows that there are more.
    if (errors.length > MAX_ERRORS) break;
    for (const error of recordErrors(record)) errors.push({ ...error, line });
  }
  if (errors.length === 0) {
    const parts = records.length === 1 || isHtml(text) ? weakError(text) : textErrors(text)[0];
    return { errors: parts === undefined ? [] : [{ form: "text", parts }] };
  }
  // The line of what is the whole input says nothing.
  if (dumps.length + records.length === 1)
    return { errors: errors.map(({ line: _, ...one }) => one) };
  errors.sort((a, b) => a.line - b.line);
  return { errors };
}

/** The shortest text with an error in it is `{"code":5}`. */
const MIN_RECORD = 10;

function recordErrors(record: string): readonly Finding[] {
  if (record.length < MIN_RECORD) return [];
  const json = parseJson(record);
  if (json !== undefined) return jsonErrors(json.value);
  return textErrors(record).map((parts) => ({ form: "text", parts }));
}

/** What is an error only because somebody asks for the error in it: a sentence with an HTTP status. */
function weakError(text: string): ErrorParts | undefined {
  const parts = isHtml(text) ? undefined : partsFromText(text, { failed: true });
  if (parts !== undefined) return parts;
  const status = mentionedStatus(isHtml(text) ? htmlMessage(text) : text);
  return status === undefined ? undefined : partsFromHttp({ status, body: text });
}

/** The text with its dumps blanked out, line for line. */
function without(dumps: readonly GrpcJsDump[], text: string): string {
  let rest = "";
  let at = 0;
  for (const { start, end } of dumps) {
    rest += text.slice(at, start) + text.slice(start, end).replace(/[^\n]+/g, "");
    at = end;
  }
  return rest + text.slice(at);
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

import { partsFromServiceError } from "../error/from/service-error.js";
import { Code } from "../status/code.js";
import { GRPC_STATUS_DETAILS_BIN } from "../status/trailers.js";
import type { Finding } from "./finding.js";
import { closingQuote, readInspected } from "./inspected-value.js";
import { printedEntries } from "./printed-entries.js";

/** An error of grpc-js as `console.log` prints it, and where it stands. */
export interface GrpcJsDump extends Finding {
  readonly start: number;
  readonly end: number;
}

/** The two members of a ServiceError that come first, in this order. */
const MEMBERS = /\bcode: (-?\d{1,10}),\s+details: (?=['"`])/g;

/** How many are looked for: each costs a look at what surrounds it. */
const MAX_DUMPS = 100;
/** How far before its members an error's message and stack may begin. */
const MAX_STACK = 16_384;
/** How long the printed members may be: a trailer shows at most fifty bytes. */
const MAX_DUMP = 65_536;

/** Finds what grpc-js's errors and status objects look like when Node prints them. */
export function findGrpcJsDumps(text: string): GrpcJsDump[] {
  const dumps: GrpcJsDump[] = [];
  for (const match of text.matchAll(MEMBERS)) {
    if (dumps.length >= MAX_DUMPS) break;
    const from = dumps.at(-1)?.end ?? 0;
    if (match.index < from) continue;
    const dump = readDump(text, match, from);
    if (dump !== undefined) dumps.push(dump);
  }
  return dumps;
}

function readDump(text: string, match: RegExpExecArray, from: number): GrpcJsDump | undefined {
  const details = readInspected(text, match.index + match[0].length);
  const code = Number(match[1]);
  if (typeof details?.value !== "string" || code === Code.OK) return undefined;
  const end = closingBrace(text, details.end);
  const { entries, cut } = printedEntries(text.slice(details.end, end));
  const parts = partsFromServiceError({ code, details: details.value, metadata: entries });
  if (parts === undefined) return undefined;
  const notes = cut.includes(GRPC_STATUS_DETAILS_BIN) ? [PRINTED_CUT] : [];
  return { form: "grpc-js", parts, notes, start: startOf(text, match.index, from, code), end };
}

/** Where an error begins whose members stand at `members`: its message, else the brace before them. */
function startOf(text: string, members: number, from: number, code: number): number {
  const before = text.slice(Math.max(from, members - MAX_STACK), members);
  const heading = before.lastIndexOf(`Error: ${code} `);
  const start = heading < 0 ? before.lastIndexOf("{") : heading;
  return members - before.length + Math.max(0, start);
}

/** What is to be said of a dump that hides details. */
export const PRINTED_CUT =
  "the details were not printed whole: JSON.stringify(error) of grpc-js's error has all of them";

/** Where the object ends whose members go on at `start`: the brace that closes it. */
function closingBrace(text: string, start: number): number {
  let depth = 1;
  for (let at = start; at < text.length && at < start + MAX_DUMP; at++) {
    const letter = text[at];
    if (letter === "{") depth++;
    else if (letter === "}") depth--;
    else at = closingQuote(text, at) ?? at;
    if (depth === 0) return at + 1;
  }
  return start;
}

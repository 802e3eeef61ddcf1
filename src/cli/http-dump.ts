import { headerFromLine } from "./header-lines.js";

/** An answer as a client of the command line shows it. */
export interface DumpedAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
  /** The host that was asked, where the request is shown as well. */
  readonly host?: string;
}

/**
 * Reads the last answer out of what `curl -i`, `curl -v`, HTTPie or `wget -S` print. Before it may stand
 * what does not count: a 100 Continue, a proxy's answer, redirects, the request itself.
 */
export function readHttpDump(bytes: Uint8Array): DumpedAnswer | undefined {
  // A letter for each byte, so that a body that is no text survives.
  const dump = Buffer.from(bytes).toString("latin1");
  const answer = /^< HTTP\//m.test(dump) ? readVerbose(dump) : readPlain(dump);
  if (answer === undefined) return undefined;
  const headers = answer.headers.map(([name, value]) => [name, utf8(value)] as const);
  const body = Buffer.from(answer.body, "latin1");
  const { status, host } = answer;
  return { status, headers, body, ...(host !== undefined && { host }) };
}

interface TextAnswer {
  status: number;
  headers: [string, string][];
  body: string;
  host?: string;
}

/**
 * A status line with a header or the end of the headers below it. Some clients indent; a body without a
 * line break at its end has the next answer on its last line.
 */
const STATUS_LINE =
  /(?:^[ \t]*|[}\]>"])HTTP\/\d(?:\.\d)? ([1-5]\d\d)\b[^\r\n]{0,200}(?:\r?\n(?=[ \t]*(?:[\w-]{1,100}:|\r?\n))|(?:\r?\n)?(?![\s\S]))/gm;

function readPlain(dump: string): TextAnswer | undefined {
  const last = [...dump.matchAll(STATUS_LINE)].at(-1);
  if (last === undefined) return undefined;
  const rest = dump.slice(last.index + last[0].length);
  const { headers, end } = readHeaders(rest);
  return withTrailers({ status: Number(last[1]), headers, body: rest.slice(end) });
}

function readHeaders(text: string): { headers: [string, string][]; end: number } {
  const headers: [string, string][] = [];
  let at = 0;
  while (at < text.length) {
    const newline = text.indexOf("\n", at);
    const end = newline < 0 ? text.length : newline + 1;
    const header = headerFromLine(text.slice(at, end).trimEnd());
    if (header === undefined) {
      // Without an empty line before it, a line that is no header is the body already.
      const empty = text.slice(at, end).trim() === "";
      return { headers, end: empty ? end : at };
    }
    headers.push(header);
    at = end;
  }
  return { headers, end: at };
}

/** Not gRPC-Web, which has the trailers in a frame of its body. */
const GRPC = /^application\/grpc(?:[+;]|$)/;

/** `curl -i` prints the trailers of HTTP/2 below the body, as lines of their own. */
function withTrailers(answer: TextAnswer): TextAnswer {
  const grpc = answer.headers.some(([name, value]) => name === "content-type" && GRPC.test(value));
  const start = grpc ? answer.body.search(/^grpc-status:/m) : -1;
  if (start < 0) return answer;
  const { headers } = readHeaders(answer.body.slice(start));
  return { ...answer, headers: [...answer.headers, ...headers], body: answer.body.slice(0, start) };
}

/** What `curl -v` says itself, the request, how much data went by, and the meter of progress. */
const ASIDE = /^(?:[*>] |[{}] \[\d+ bytes data\]|>$| +% Total| +Dload |.*--:--:-- --:--:--)/;
/** What `curl -v` appends to a body that does not end with a line break. */
const LAST_WORDS = /\* (?:Connection #\d+ to host|Closing connection|shutting down connection).*$/;

/** Whom `curl -v` asks, without the port. */
const HOST = /^> host: ([\w.-]{1,253})(?::\d{1,5})?$/i;

/** Received headers stand behind `< `, and so do trailers; all else that is no aside is body. */
function readVerbose(dump: string): TextAnswer | undefined {
  let answer: TextAnswer | undefined;
  let host: string | undefined;
  const body: string[] = [];
  for (const line of dump.split("\n")) {
    const text = line.replace(/\r$/, "");
    const [, status] = /^< HTTP\/\d(?:\.\d)? ([1-5]\d\d)\b/.exec(text) ?? [];
    if (status !== undefined) {
      answer = { status: Number(status), headers: [], body: "", ...(host && { host }) };
      body.length = 0;
      continue;
    }
    host = HOST.exec(text)?.[1] ?? host;
    if (answer === undefined || ASIDE.test(text)) continue;
    if (!/^<(?: |$)/.test(text)) {
      body.push(line.replace(LAST_WORDS, ""));
      continue;
    }
    const header = headerFromLine(text);
    if (header !== undefined) answer.headers.push(header);
  }
  if (answer === undefined) return undefined;
  const text = body.join("\n");
  // With -i as well, the headers come a second time, with the body below them.
  return { ...answer, body: text, ...readPlain(text) };
}

function utf8(latin1: string): string {
  return Buffer.from(latin1, "latin1").toString("utf8");
}

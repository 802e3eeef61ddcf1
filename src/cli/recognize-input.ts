import { partsFromBody } from "../dialects/parts-from-body.js";
import { findInBytes } from "./bytes-errors.js";
import { type Content, readContent } from "./content.js";
import { type Findings, MAX_ERRORS } from "./finding.js";
import { findGrpcJsDumps } from "./grpc-js-dump.js";
import { findGrpcurl } from "./grpcurl.js";
import { readHttpDump } from "./http-dump.js";
import { findInAnswer, findInBody } from "./http-errors.js";
import type { InputFormat } from "./input-format.js";
import { jsonErrors, parseJson } from "./json-errors.js";
import { findInLog } from "./log-errors.js";
import { speltBytes } from "./spelt-bytes.js";
import { findHeaderLines, findPrintedTrailers } from "./trailers-text.js";

/** What the caller says about an input. */
export interface InputContext {
  readonly format: InputFormat;
  /** HTTP status of the answer whose body the input is. */
  readonly status?: number | undefined;
}

type NamedFormat = Exclude<InputFormat, "auto">;

/**
 * How each form is read; `undefined` where an input does not have it. What the caller has named is `sure`, and
 * weaker evidence is enough for it.
 */
const READERS: Readonly<
  Record<NamedFormat, (content: Content, sure: boolean) => Findings | undefined>
> = {
  http: ({ bytes }) => {
    const answer = readHttpDump(bytes);
    return answer && findInAnswer(answer);
  },
  json: ({ text }, sure) => {
    const json = parseJson(text);
    if (json === undefined) return undefined;
    const errors = jsonErrors(json.value);
    const parts = sure ? partsFromBody(json.value, { failed: true }) : undefined;
    return errors.length > 0 || parts === undefined
      ? { errors }
      : { errors: [{ form: "json", parts }] };
  },
  trailers: ({ text }) => {
    // These print trailers too, and say more than they do.
    if (findGrpcJsDumps(text).length > 0) return undefined;
    return findGrpcurl(text) ?? findHeaderLines(text) ?? findPrintedTrailers(text);
  },
  "details-bin": ({ bytes, text }, sure) => {
    const candidates = text === "" ? [{ bytes }] : speltBytes(text);
    for (const { bytes: spelt, cut = false } of candidates) {
      const findings = findInBytes(spelt, { sure, cut });
      if (findings !== undefined) return findings;
    }
    return undefined;
  },
  text: ({ text }) => (text === "" ? undefined : findInLog(text)),
};

/** What is missing from an input that is not what the caller named. */
const MISSING: Readonly<Record<NamedFormat, string>> = {
  http: "it has no status line of HTTP",
  json: "it is no JSON",
  trailers: "it has no grpc-status and no grpc-status-details-bin",
  "details-bin": "it is no google.rpc.Status, in bytes, base64 or hex",
  text: "it is no text",
};

/** From what is known by a line of its own to what has to be searched for. */
const ORDER: readonly NamedFormat[] = ["http", "json", "trailers", "details-bin", "text"];

/** Finds out what an input is and which errors are in it. Total. */
export function recognizeInput(input: Uint8Array, { format, status }: InputContext): Findings {
  const content = readContent(input);
  const found =
    status !== undefined
      ? readBody(content, status)
      : format === "auto"
        ? guess(content)
        : (READERS[format](content, true) ?? { errors: [], nothing: MISSING[format] });
  const errors = found.errors.slice(0, MAX_ERRORS);
  return { ...found, errors, more: errors.length < found.errors.length };
}

/** A body; of a whole answer its own status line counts. */
function readBody(content: Content, status: number): Findings {
  return (
    READERS.http(content, false) ?? findInBody({ status, body: content.text || content.bytes })
  );
}

function guess(content: Content): Findings {
  let nothing: string | undefined;
  for (const format of ORDER) {
    const found = READERS[format](content, false);
    // Whatever else the answer to a request that succeeded mentions is no error of it.
    if (found !== undefined && (found.errors.length > 0 || format === "http")) return found;
    nothing ??= found?.nothing;
  }
  return { errors: [], ...(nothing !== undefined && { nothing }) };
}

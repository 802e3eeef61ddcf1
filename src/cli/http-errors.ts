import { type HttpAnswer, partsFromHttp } from "../dialects/http-answer.js";
import { decodeBase64 } from "../wire/base64.js";
import { headerValues } from "../wire/headers.js";
import type { Findings } from "./finding.js";
import { readStreamEnd } from "./frames.js";
import { gunzip } from "./gunzip.js";
import type { DumpedAnswer } from "./http-dump.js";
import { MAX_INPUT_BYTES } from "./read-input.js";
import { findInStreamEnd } from "./stream-end-errors.js";
import { streamError } from "./stream-error.js";

/** The error of an answer over HTTP, be it in its status, its headers, its body or at the end of a stream. */
export function findInAnswer(answer: DumpedAnswer): Findings {
  const { host } = answer;
  const found = findErrors(answer);
  if (host === undefined) return found;
  return { ...found, errors: found.errors.map((error) => ({ ...error, host })) };
}

function findErrors({ status, headers, body }: DumpedAnswer): Findings {
  const content = gunzip(plain(body, headers), MAX_INPUT_BYTES);
  const end = readStreamEnd(content);
  const ended = end && findInStreamEnd(end, headers);
  if (ended !== undefined && ended.errors.length > 0) return ended;
  const found = findInBody({ status, headers, body: content });
  if (found.errors.length > 0) return found;
  const parts = streamError(new TextDecoder().decode(content));
  if (parts === undefined) return found;
  return { errors: [{ form: "http", parts: { ...parts, metadata: [headers] } }] };
}

/** The error of an answer whose body is all there is, or all that counts. */
export function findInBody(answer: HttpAnswer): Findings {
  const parts = partsFromHttp(answer);
  if (parts !== undefined) return { errors: [{ form: "http", parts }] };
  return {
    errors: [],
    nothing: `the answer is HTTP ${answer.status}, and its body says nothing of an error`,
  };
}

/** gRPC-Web in its text mode is base64 throughout. */
function plain(body: Uint8Array, headers: DumpedAnswer["headers"]): Uint8Array {
  const type = String(headerValues(headers, "content-type")[0] ?? "");
  if (!type.startsWith("application/grpc-web-text")) return body;
  return decodeBase64(new TextDecoder().decode(body)).bytes;
}

import type { JsonObject } from "@bufbuild/protobuf";
import { partsFromHttp } from "../dialects/http-answer.js";
import { parseJson, textOf } from "../http/parse-json.js";
import { Code, parseCode } from "../status/code.js";
import type { DialectName, ErrorParts } from "../status/error-parts.js";
import { httpStatusFromCode } from "../status/http-status.js";
import { isJsonObject } from "../wire/members.js";
import { peekBody, readFailedBody } from "./body-start.js";
import { connectErrorText, isReadableByConnect } from "./connect-error-json.js";
import { mediaType } from "./media-type.js";
import { rewrittenHeaders } from "./rewritten-headers.js";
import { sameAnswer } from "./same-answer.js";
import type { WebCall } from "./web-call.js";

const JSON_TYPE = "application/json";

/** The content types whose errors Connect reads; of others it never looks at the body. */
const READ_BY_CONNECT = /^application\/(connect\+)?json(; ?charset=utf-?8)?$/i;

/** The answer to a unary call of the Connect protocol, as Connect can read it. */
export async function mendUnary(response: Response, call: WebCall): Promise<Response> {
  const { status, headers } = response;
  // Bytes of a message are never an error.
  if (status === 200 && mediaType(headers) === call.awaited) {
    return call.awaited === JSON_TYPE ? mendSuccess(response) : response;
  }
  const body = await readFailedBody(response, call);
  const json = parseJson(textOf(body))?.value;
  if (isReadableByConnect(json)) {
    const read = status !== 200 && READ_BY_CONNECT.test(headers.get("content-type") ?? "");
    return read
      ? sameAnswer(response, body)
      : errorAnswer({ code: parseCode(json.code), body, headers });
  }
  const parts = partsFromHttp({ status, headers, body });
  return parts ? partsAnswer(parts, headers) : sameAnswer(response, body);
}

/**
 * How long a successful answer may be to be looked at: errors are shorter, and longer messages are not
 * held back.
 */
const MAX_PEEKED_BYTES = 16 * 1024;

/** All shapes of {@link NO_MESSAGE} have such a member; messages without one need not be parsed. */
const SUSPICIOUS = /"(error|code)/;

/**
 * The shapes that are no message of the caller's own, each with what must be there besides. Other shapes may
 * well be one: an `Operation` that failed, or a message with a `google.rpc.Status` in a field `error`.
 */
const NO_MESSAGE: Partial<Record<DialectName, (json: JsonObject) => boolean>> = {
  "aip-193": ({ error }) => !isJsonObject(error) || typeof error.status === "string",
  // A number and a text are what many messages have; gateways write an empty list of details, too.
  "google-status": ({ details }) => Array.isArray(details),
  "grpc-gateway-v1": () => true,
  "grpc-gateway-v1-stream": () => true,
  speechkit: () => true,
  connect: () => true,
};

async function mendSuccess(response: Response): Promise<Response> {
  const { headers } = response;
  if (!response.body || Number(headers.get("content-length")) > MAX_PEEKED_BYTES) return response;
  const { bytes, body } = await peekBody(response.body, MAX_PEEKED_BYTES);
  const parts = bytes && statedError(textOf(bytes));
  return parts ? partsAnswer(parts, headers) : new Response(body, response);
}

function statedError(text: string): ErrorParts | undefined {
  if (!SUSPICIOUS.test(text)) return undefined;
  const json = parseJson(text)?.value;
  const parts = partsFromHttp({ status: 200, body: json });
  return parts?.dialect && NO_MESSAGE[parts.dialect]?.(json as JsonObject) ? parts : undefined;
}

function partsAnswer(parts: ErrorParts, headers: Headers): Response {
  return errorAnswer({ code: parts.code, body: connectErrorText(parts), headers });
}

interface ErrorAnswer {
  readonly code: Code | undefined;
  readonly body: BodyInit;
  readonly headers: Headers;
}

function errorAnswer({ code = Code.UNKNOWN, body, headers }: ErrorAnswer): Response {
  return new Response(body, {
    status: httpStatusFromCode(code),
    headers: rewrittenHeaders(headers, JSON_TYPE),
  });
}

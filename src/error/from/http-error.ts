import { isHtml } from "../../dialects/html.js";
import { type HttpAnswerOptions, partsFromHttp } from "../../dialects/http-answer.js";
import { partsFromBody } from "../../dialects/parts-from-body.js";
import type { ErrorParts } from "../../status/error-parts.js";
import { isHttpFailure } from "../../status/read-code.js";
import { type HeadersLike, headerValues } from "../../wire/headers.js";
import { isError, isJsonObject, member, members } from "../../wire/members.js";

/** Where google-gax keeps the body of a REST answer that it decoded in its own way. */
const GAX_PAYLOAD = /* @__PURE__ */ Symbol.for("google-gax.rawHttpResponsePayload");

/**
 * Recognises an error that stands for an answer over HTTP, of whatever client: it has the status (gaxios,
 * axios, openai, Google's GenAI, undici, ky, got and most others), and somewhere the body and the headers.
 * A `Response` that was thrown itself is one without its body, which cannot be read at once.
 */
export function partsFromHttpError(value: object): ErrorParts | undefined {
  // JSON may have a status too: it is a body itself, as long as it holds none.
  if (!isError(value) && !isResponse(value) && !isHolder(value)) return undefined;
  const { status, headers = {}, body, requestId, message } = findAnswer(value);
  if (status === undefined) return fromStream(body, headers);
  const said = body ?? bodyOfMessage(message);
  const options = body === undefined && !isHtml(String(said)) ? spokeItself(headers, value) : {};
  const parts = partsFromHttp({ status, headers, body: said }, options);
  const ids = { "x-request-id": requestId };
  return parts && { ...parts, body, metadata: [...(parts.metadata ?? []), ids] };
}

/** An error that was written as JSON: its own body is inside of it. */
function isHolder(value: object): boolean {
  const { status, statusCode } = members(member(value, "response"), "status", "statusCode");
  if (isHttpFailure(status ?? statusCode) || "responseBody" in value) return true;
  return "statusCode" in value && "body" in value;
}

/** A body of JSON that was not kept was the service's own; an error without headers is nobody's answer. */
function spokeItself(headers: HeadersLike, error: object): HttpAnswerOptions {
  const [contentType] = headerValues(headers, "content-type");
  const answered = ANSWERED.some((name) => name in error);
  return !answered || /json/.test(String(contentType)) ? { family: "rest" } : {};
}

const ANSWERED = ["headers", "response", "httpStatusCode"];

function isResponse(value: object): boolean {
  return typeof member(value, "ok") === "boolean" && isJsonObject(member(value, "headers"));
}

interface FoundAnswer {
  readonly status: number | undefined;
  readonly headers: HeadersLike | undefined;
  readonly body: unknown;
  readonly requestId: unknown;
  readonly message: string | undefined;
}

function findAnswer(value: object): FoundAnswer {
  const { status, statusCode, httpStatusCode, headers, response, message, ...own } = members(
    value,
    ...(["status", "statusCode", "httpStatusCode", "headers", "response", "message"] as const),
    ...(["body", "data", "error", "responseBody", "responseHeaders", "code", "$metadata"] as const),
    ...(["requestID", "request_id", "requestId"] as const),
  );
  const answer = members(response, "status", "statusCode", "headers", "data", "body", "_data");
  const bodies = [
    member(value, GAX_PAYLOAD),
    own.body,
    own.responseBody,
    answer.data,
    answer._data,
    answer.body,
    own.data,
    // openai keeps the inside of the envelope.
    own.error === undefined || isError(own.error) ? undefined : { error: own.error },
  ];
  return {
    status: [
      ...[status, statusCode, answer.status, answer.statusCode, httpStatusCode],
      // Kubernetes' client, AWS's.
      own.body === undefined ? undefined : own.code,
      member(own.$metadata, "httpStatusCode"),
    ].find(isHttpFailure),
    headers: (headers ?? own.responseHeaders ?? answer.headers) as HeadersLike,
    requestId:
      own.requestID ?? own.request_id ?? own.requestId ?? member(own.$metadata, "requestId"),
    body: bodies.find(isBody),
    message: typeof message === "string" ? message : undefined,
  };
}

/** Text, bytes or JSON, and no stream of a body that somebody else has to read. */
function isBody(value: unknown): boolean {
  if (typeof value === "string") return true;
  if (typeof value !== "object" || value === null) return false;
  return ["getReader", "pipe", "arrayBuffer"].every((name) => member(value, name) === undefined);
}

/** What SDKs say who say nothing. */
const BARE =
  /^(Request failed with status code \d{3}|\d{3} status code \(no body\)|Response Error)$/;

/** openai and others put the status before the body: `502 <html>…`. */
function bodyOfMessage(message: string | undefined): string | undefined {
  return BARE.test(message ?? "") ? undefined : message?.replace(/^\d{3} /, "");
}

/** An error in the middle of a stream that began well has a body, and no status. */
function fromStream(body: unknown, headers: HeadersLike): ErrorParts | undefined {
  const parts = body === undefined ? undefined : partsFromBody(body, { failed: false });
  return parts && { ...parts, metadata: [headers] };
}

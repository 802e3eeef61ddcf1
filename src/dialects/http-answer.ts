import { Code, isErrorCode } from "../status/code.js";
import type { ErrorParts } from "../status/error-parts.js";
import { codeFromHttpStatus, type HttpStatusFamily } from "../status/http-status.js";
import { partsFromTrailers } from "../status/read-trailers.js";
import { GRPC_STATUS } from "../status/trailers.js";
import { decodeText, readableText } from "../wire/decode-text.js";
import { type HeadersLike, headerValues } from "../wire/headers.js";
import { shorten } from "../wire/shorten.js";
import type { BodyContext } from "./body-context.js";
import { htmlMessage, isHtml, textMessage } from "./html.js";
import { partsFromBody } from "./parts-from-body.js";
import { partsFromText, unpackMessage } from "./parts-from-text.js";

/** An answer over HTTP, of whatever client. */
export interface HttpAnswer {
  /** HTTP status, 100 to 599. */
  readonly status: number;
  readonly headers?: HeadersLike;
  /** Text, bytes, or the parsed JSON. */
  readonly body?: unknown;
}

/** How an answer is read. */
export interface HttpAnswerOptions {
  /**
   * Which table gives the code where the answer says nothing but its HTTP status. Default: `"rest"` where
   * a JSON body shows that the service itself spoke, else `"transport"`.
   */
  readonly family?: HttpStatusFamily;
}

/** How much of a text stays on the error. */
const MAX_KEPT = 65_536;

/**
 * What an answer says about a failure: its body, where that says any; else `grpc-status` among its
 * headers; else its HTTP status. Total.
 *
 * @returns `undefined` for a success.
 */
export function partsFromHttp(
  { status, headers = {}, body }: HttpAnswer,
  { family }: HttpAnswerOptions = {},
): ErrorParts | undefined {
  const failed = status < 200 || status >= 300;
  const bytes = body instanceof ArrayBuffer ? new Uint8Array(body) : body;
  const text = bytes instanceof Uint8Array ? decodeText(bytes) : bytes;
  const content = typeof text === "string" ? readableText(text) : text;
  const contentType = String(headerValues(headers, "content-type")[0] ?? "");
  const context: BodyContext = { failed, httpStatus: status, contentType };
  const kept = typeof content === "string" ? shorten(content, MAX_KEPT) : content;
  const parts = fromContent(content, context) ?? fromGrpcHeaders(headers, context);
  if (parts === undefined) {
    if (!failed || headerValues(headers, GRPC_STATUS).length > 0) return undefined;
    const words = typeof content === "string" ? content : "";
    return { ...fromStatus(words, status, family), metadata: [headers], body: kept };
  }
  return {
    ...parts,
    message: parts.message || `HTTP ${status}`,
    httpStatus: status,
    metadata: [headers, ...(parts.metadata ?? [])],
    body: kept,
  };
}

function fromContent(content: unknown, context: BodyContext): ErrorParts | undefined {
  if (typeof content !== "string") {
    const parts = partsFromBody(content, context);
    return parts && unpackMessage(parts, context);
  }
  // Of a success only what is JSON throughout, or a stream of it, can be an error.
  if (!context.failed && !/^[\s\uFEFF]*([[{]|data:|event:)/.test(content)) return undefined;
  // JSON without a word: the service spoke all the same.
  if (/^\s*(null|true|false|\[\s*\])\s*$/.test(content)) return partsFromBody({}, context);
  return isHtml(content) ? undefined : partsFromText(content, context);
}

function fromGrpcHeaders(headers: HeadersLike, context: BodyContext): ErrorParts | undefined {
  const { httpStatus, contentType = "" } = context;
  const via = contentType.startsWith("application/grpc-web") ? "grpc-web" : "grpc";
  const parts = partsFromTrailers(headers, { via, httpStatus });
  return parts && { ...parts, dialect: "grpc-headers", metadata: [] };
}

/** Something on the way spoke, or the service without a word for programs. */
function fromStatus(
  text: string,
  httpStatus: number,
  // Proxies answer with HTML; XML is a service's own, as an object storage writes it.
  family: HttpStatusFamily = /^\s*<(\?xml|error)\b/i.test(text) ? "rest" : "transport",
): ErrorParts {
  const code = codeFromHttpStatus(httpStatus, family);
  const html = isHtml(text);
  return {
    code: isErrorCode(code) ? code : Code.UNKNOWN,
    message: (html ? htmlMessage(text) : textMessage(text)) || `HTTP ${httpStatus}`,
    details: [],
    origin: family === "rest" ? "server" : "transport",
    via: "rest",
    httpStatus,
    dialect: html ? "html" : "text",
    problems: [],
  };
}

import { decodeGoogleStatus } from "../../dialects/google-status.js";
import { Code } from "../../status/code.js";
import { combineStatus } from "../../status/combine-status.js";
import type { ErrorOrigin, ErrorParts } from "../../status/error-parts.js";
import { readDetailsBin } from "../../status/read-trailers.js";
import { GRPC_STATUS_DETAILS_BIN } from "../../status/trailers.js";
import { type HeadersLike, headerValues } from "../../wire/headers.js";
import { isError, members } from "../../wire/members.js";
import type { Problem } from "../../wire/problem.js";
import { receivedCall } from "../received.js";

/**
 * Recognises grpc-js's `ServiceError` and `StatusObject`: a number as `code`, a string as `details`.
 * OK is no failure, and so no match.
 */
export function partsFromServiceError(value: object): ErrorParts | undefined {
  const { code, details, metadata, extra, message } = members(value, ...MEMBERS);
  if (typeof code !== "number" || typeof details !== "string" || code === Code.OK) return undefined;
  // JSON of a status whose details are a text.
  if (metadata === undefined && message !== undefined && !isError(value)) return undefined;
  // nice-grpc keeps no metadata; with its middleware for rich errors the details are there, decoded.
  if (Array.isArray(extra))
    return decodeGoogleStatus({ code, message: details, details: extra }, "grpc");
  if (typeof metadata !== "object")
    return metadata === undefined ? read(code, details, {}) : undefined;
  return read(code, details, (metadata ?? {}) as HeadersLike);
}

const MEMBERS = ["code", "details", "metadata", "extra", "message"] as const;

function read(code: number, details: string, metadata: HeadersLike): ErrorParts {
  const problems: Problem[] = [];
  const status = readDetailsBin(headerValues(metadata, GRPC_STATUS_DETAILS_BIN), problems);
  const parts = combineStatus({
    code,
    message: details,
    status,
    problems,
    via: "grpc",
    metadata: [receivedCall(metadata)?.headers, metadata],
  });
  if (status !== undefined) return parts;
  const httpStatus = HTTP_STATUS.exec(details)?.[1];
  if (httpStatus !== undefined) {
    return { ...parts, origin: "transport", httpStatus: Number(httpStatus) };
  }
  return { ...parts, origin: originOf(details, metadata) };
}

const HTTP_STATUS = /^Received HTTP status code (\d{3})$/;

/** How grpc-js words the end that a client put to its own call. */
const ENDED = /^(Deadline exceeded after|Cancelled (on client|by parent))/;
/** How it words what it could not send or take. Its servers say the last of these of a request, too. */
const LOCAL =
  /^(Channel closed|Request message serial|Response message pars|(Received|Attempted to send) message .*larger)/;
const TRANSPORT =
  /^(No connection established|Received RST_STREAM|Connection dropped|Stream refused|Call cancelled|Bandwidth exhausted|No status information|Name resolution failed|Write error)/;

/**
 * Who made a status. grpc-js does not say; but what it makes itself has no metadata, while an answer of
 * only trailers, the usual form of an error, brings at least its content type along. Where the headers came
 * before, the server was there; yet the client may have ended the call since.
 */
function originOf(details: string, metadata: HeadersLike): ErrorOrigin {
  if (isAnswer(metadata)) return "server";
  if (ENDED.test(details)) return "local";
  if (isAnswer(receivedCall(metadata)?.headers)) return "server";
  if (LOCAL.test(details)) return "local";
  return TRANSPORT.test(details) ? "transport" : "server";
}

function isAnswer(headers: unknown): boolean {
  return headerValues(headers, "content-type").length > 0;
}

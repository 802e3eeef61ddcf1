import { encodeBase64 } from "../wire/base64.js";
import { decodeGrpcMessage, encodeGrpcMessage, readGrpcMessage } from "../wire/grpc-message.js";
import { type HeadersLike, type HeaderValue, headerValues } from "../wire/headers.js";
import { type Problem, problem } from "../wire/problem.js";
import { wellFormed } from "../wire/utf8.js";
import { Code, type ErrorCode, isErrorCode } from "./code.js";
import type { ErrorParts, ErrorVia } from "./error-parts.js";
import {
  decodeStatusDetails,
  encodeStatusDetails,
  type StatusDetails,
  type StatusInit,
} from "./status-details.js";

export const GRPC_STATUS = "grpc-status";
export const GRPC_MESSAGE = "grpc-message";
export const GRPC_STATUS_DETAILS_BIN = "grpc-status-details-bin";

/** The status of a call as the trailers of gRPC and gRPC-Web write it. */
export type StatusTrailers = {
  "grpc-status": string;
  "grpc-message": string;
  /** Base64 without padding; absent where there are no details. */
  "grpc-status-details-bin"?: string;
};

/**
 * Encodes a failure as gRPC trailers. Code and message are the same in the two headers and in the
 * status message, since strict clients (Go, Java, Python) reject a status where they differ.
 *
 * @throws TypeError where the code is not 1 to 16, or a detail is of no shape that is accepted.
 * @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#responses
 */
export function encodeTrailers(status: StatusInit): StatusTrailers {
  if (!isErrorCode(status.code)) throw new TypeError(`code must be 1 to 16, not ${status.code}`);
  const message = wellFormed(status.message);
  const trailers: StatusTrailers = {
    [GRPC_STATUS]: String(status.code),
    [GRPC_MESSAGE]: encodeGrpcMessage(message),
  };
  if (status.details !== undefined && status.details.length > 0) {
    trailers[GRPC_STATUS_DETAILS_BIN] = encodeBase64(
      encodeStatusDetails({ ...pick(status), message }),
    );
  }
  return trailers;
}

// An RpcError keeps code, message and details behind getters, which a spread would miss.
function pick({ code, details }: StatusInit): Pick<StatusInit, "code" | "details"> {
  return details === undefined ? { code } : { code, details };
}

/** What is known of a call besides its trailers. */
export interface TrailersContext {
  readonly via: ErrorVia;
  readonly httpStatus?: number | undefined;
  /** More headers that belong to the answer, for the error's metadata. */
  readonly headers?: HeadersLike | undefined;
}

/**
 * Reads the status out of trailers, or out of headers where an answer has only those. `undefined`
 * where the call succeeded (`grpc-status` is 0) and where there is no status at all.
 */
export function partsFromTrailers(
  trailers: HeadersLike,
  context: TrailersContext,
): ErrorParts | undefined {
  const problems: Problem[] = [];
  const statuses = headerValues(trailers, GRPC_STATUS);
  const status = readDetailsBin(headerValues(trailers, GRPC_STATUS_DETAILS_BIN), problems);
  let code: number | undefined;
  if (statuses.length > 0) {
    code = readGrpcStatus(statuses, problems);
    if (code === Code.OK) return undefined;
  } else {
    if (status === undefined || status.code === Code.OK) return undefined;
    problems.push(problem("grpc-status", "there is no grpc-status, the details' code counts"));
    code = status.code;
  }
  return combineStatus({
    ...context,
    code,
    message: readMessage(headerValues(trailers, GRPC_MESSAGE), problems),
    status,
    problems,
    metadata: [context.headers, trailers],
  });
}

/** A status in pieces: what the headers said, and what the status message said. */
export interface StatusPieces extends Omit<TrailersContext, "headers"> {
  readonly code: number;
  /** The text of `grpc-message`, decoded. */
  readonly message: string;
  readonly status: StatusDetails | undefined;
  readonly problems: readonly Problem[];
  readonly metadata: readonly (HeadersLike | undefined)[];
}

/**
 * Settles what headers and status message say differently: the headers have the code, since they
 * decide whether the call failed at all; the status message has the text and the details.
 */
export function combineStatus(pieces: StatusPieces): ErrorParts {
  const { status } = pieces;
  const problems = [...pieces.problems];
  // A grpc-status that is no number at all leaves the details' code as the best that is known.
  const stated = Number.isNaN(pieces.code) && status !== undefined ? status.code : pieces.code;
  if (stated !== pieces.code && problems.every(({ kind }) => kind !== "grpc-status")) {
    problems.push(problem("grpc-status", "grpc-status is no number, the details' code counts"));
  }
  const code = settleCode(stated, problems);
  if (status !== undefined) {
    problems.push(...status.problems);
    if (status.code !== stated && !isBroken(status)) {
      problems.push(
        problem("code-mismatch", `grpc-status is ${stated}, the details say ${status.code}`),
      );
    }
  }
  const message = settleMessage(pieces.message, status, problems);
  return {
    code,
    message,
    details: status?.details ?? [],
    origin: "server",
    via: pieces.via,
    metadata: pieces.metadata,
    httpStatus: pieces.httpStatus,
    problems,
  };
}

/** Whether a status message is not to be trusted where the headers say something else. */
function isBroken({ problems }: StatusDetails): boolean {
  return problems.some(({ kind }) => kind === "status-proto" || kind === "base64");
}

/** The status message has the text, unless it is damaged and the header has one. */
function settleMessage(
  header: string,
  status: StatusDetails | undefined,
  problems: Problem[],
): string {
  if (status === undefined || status.message === "") return header;
  if (header === "" || header === status.message) return status.message;
  if (isBroken(status) || status.problems.some(({ kind }) => kind === "utf8")) return header;
  // A damaged header is reported already, and grpc-js leaves some escapes of other servers undecoded.
  const explained = problems.some(({ kind }) => kind === "grpc-message");
  if (!explained && decodeGrpcMessage(header) !== status.message) {
    problems.push(problem("message-mismatch", "grpc-message differs from the details", header));
  }
  return status.message;
}

/** The code of a failure for any number that stood for one: what is no code counts as UNKNOWN. */
export function settleCode(code: number, problems: Problem[]): ErrorCode {
  if (isErrorCode(code)) return code;
  if (!problems.some(({ kind }) => kind === "grpc-status")) {
    problems.push(problem("grpc-status", "no code of gRPC, read as UNKNOWN", code));
  }
  return Code.UNKNOWN;
}

/** How many values of a header that has to be single are tried: a proxy may double it, no more. */
const MAX_CANDIDATES = 8;

/** The bytes of `grpc-status-details-bin` out of all its values, decoded as far as its envelope. */
export function readDetailsBin(
  values: readonly HeaderValue[],
  problems: Problem[],
): StatusDetails | undefined {
  if (values.length === 0) return undefined;
  // gRPC allows several binary values in one line, joined by commas.
  const candidates = values
    .flatMap((value): readonly HeaderValue[] =>
      typeof value === "string" ? value.split(",") : [value],
    )
    .filter((value) => value.length > 0);
  if (candidates.length > 1) {
    problems.push(
      problem(
        "repeated-header",
        `${candidates.length} ${GRPC_STATUS_DETAILS_BIN} values, the first whole one counts`,
      ),
    );
  }
  let first: StatusDetails | undefined;
  for (const candidate of candidates.slice(0, MAX_CANDIDATES)) {
    const decoded = decodeStatusDetails(candidate);
    if (decoded.problems.length === 0) return decoded;
    first ??= decoded;
  }
  if (first === undefined)
    problems.push(problem("status-proto", `${GRPC_STATUS_DETAILS_BIN} is empty`));
  return first;
}

function readMessage(values: readonly HeaderValue[], problems: Problem[]): string {
  const [header] = values;
  if (values.length > 1) {
    problems.push(
      problem("repeated-header", `${values.length} ${GRPC_MESSAGE} values, the first counts`),
    );
  }
  if (typeof header !== "string") return "";
  const { message, valid } = readGrpcMessage(header);
  if (!valid)
    problems.push(problem("grpc-message", "grpc-message has escapes that are none", header));
  return message;
}

function readGrpcStatus(values: readonly HeaderValue[], problems: Problem[]): number {
  const texts = values
    .flatMap((value) => String(value).split(","))
    .map((text) => text.trim())
    .filter((text, _index, all) => text !== "" || all.length === 1);
  // Among several the first failure counts: a stray 0 must not turn an error into a success.
  const text = texts.find((one) => !/^0+$/.test(one)) ?? "0";
  if (texts.length > 1) {
    problems.push(problem("repeated-header", `${texts.length} grpc-status values`, texts));
  }
  if (/^-?\d{1,9}$/.test(text)) return Number(text);
  problems.push(problem("grpc-status", "grpc-status is no number", text));
  return Number.NaN;
}

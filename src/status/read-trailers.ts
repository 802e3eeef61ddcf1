import { readGrpcMessage } from "../wire/grpc-message.js";
import { type HeadersLike, type HeaderValue, headerValues } from "../wire/headers.js";
import { type Problem, problem } from "../wire/problem.js";
import { decodeUtf8 } from "../wire/utf8.js";
import { Code } from "./code.js";
import { combineStatus } from "./combine-status.js";
import type { ErrorParts, ErrorVia } from "./error-parts.js";
import { decodeStatusDetails, type StatusDetails } from "./status-details.js";
import { GRPC_MESSAGE, GRPC_STATUS, GRPC_STATUS_DETAILS_BIN } from "./trailers.js";

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
    via: context.via,
    httpStatus: context.httpStatus,
    code,
    message: readMessage(headerValues(trailers, GRPC_MESSAGE), problems),
    status,
    problems,
    metadata: [context.headers, trailers],
  });
}

/** How many values of a header that has to be single are tried: a proxy may double it, no more. */
const MAX_CANDIDATES = 8;
/** How many values one line is taken apart into, however many commas it has. */
const MAX_VALUES = 64;

/** The bytes of `grpc-status-details-bin` out of all its values, decoded as far as its envelope. */
export function readDetailsBin(
  values: readonly HeaderValue[],
  problems: Problem[],
): StatusDetails | undefined {
  if (values.length === 0) return undefined;
  // gRPC allows several binary values in one line, joined by commas.
  const candidates = values
    .flatMap((value): readonly HeaderValue[] =>
      typeof value === "string" ? value.split(",", MAX_VALUES) : [value],
    )
    .filter((value) => value.length > 0);
  if (candidates.length > 1) {
    problems.push(
      problem("repeated-header", `${candidates.length} values of ${GRPC_STATUS_DETAILS_BIN}`),
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
    problems.push(problem("repeated-header", `${values.length} values of ${GRPC_MESSAGE}`));
  }
  if (typeof header !== "string") return "";
  const { message, valid } = readGrpcMessage(header);
  if (!valid)
    problems.push(problem("grpc-message", "grpc-message has escapes that are none", header));
  return message;
}

function readGrpcStatus(values: readonly HeaderValue[], problems: Problem[]): number {
  const texts = values
    .flatMap((value) =>
      (typeof value === "string" ? value : decodeUtf8(value)).split(",", MAX_VALUES),
    )
    .map((text) => text.trim())
    .filter((text, _index, all) => text !== "" || all.length === 1);
  // Among several the first failure counts: a stray 0 must not turn an error into a success.
  const text = texts.find((one) => !/^0+$/.test(one)) ?? "0";
  if (texts.length > 1) {
    problems.push(
      problem("repeated-header", `${texts.length} values of ${GRPC_STATUS}`, texts.join(",")),
    );
  }
  if (/^-?\d{1,9}$/.test(text)) return Number(text);
  problems.push(problem("grpc-status", "grpc-status is no number", text));
  return Number.NaN;
}

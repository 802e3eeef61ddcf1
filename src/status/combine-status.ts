import { decodeGrpcMessage } from "../wire/grpc-message.js";
import type { HeadersLike } from "../wire/headers.js";
import { hasProblem, type Problem, problem } from "../wire/problem.js";
import { Code, type ErrorCode, isErrorCode } from "./code.js";
import type { ErrorParts, ErrorVia } from "./error-parts.js";
import type { StatusDetails } from "./status-details.js";

/** A status in pieces: what the headers said, and what the status message said. */
export interface StatusPieces {
  readonly via: ErrorVia;
  readonly httpStatus?: number | undefined;
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
  if (stated !== pieces.code && !hasProblem(problems, "grpc-status")) {
    problems.push(problem("grpc-status", "grpc-status is no number"));
  }
  const code = settleCode(stated, problems);
  if (status !== undefined) {
    problems.push(...status.problems);
    if (status.code !== stated && !isBroken(status)) {
      problems.push(problem("code-mismatch", `${stated}, the details say ${status.code}`));
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
  return hasProblem(problems, "status-proto", "base64");
}

/** The status message has the text, unless it is damaged and the header has one. */
function settleMessage(
  header: string,
  status: StatusDetails | undefined,
  problems: Problem[],
): string {
  if (status === undefined || status.message === "") return header;
  if (header === "" || header === status.message) return status.message;
  if (isBroken(status) || hasProblem(status.problems, "utf8")) return header;
  // A damaged header is reported already, and grpc-js leaves some escapes of other servers undecoded.
  const explained = hasProblem(problems, "grpc-message");
  if (!explained && decodeGrpcMessage(header) !== status.message) {
    problems.push(problem("message-mismatch", "the details say otherwise", header));
  }
  return status.message;
}

/** The code of a failure for any number that stood for one: what is no code counts as UNKNOWN. */
export function settleCode(code: number, problems: Problem[]): ErrorCode {
  if (isErrorCode(code)) return code;
  if (!hasProblem(problems, "grpc-status")) {
    problems.push(problem("grpc-status", "no code of gRPC", code));
  }
  return Code.UNKNOWN;
}

import { shorten } from "./shorten.js";

/**
 * What kind of damage or disagreement was met.
 *
 * - `grpc-status`: the header is missing, repeated, or no code of gRPC
 * - `grpc-message`: percent escapes that do not decode
 * - `base64`: text that is not base64 throughout
 * - `repeated-header`: a header that has to be single came several times
 * - `status-proto`: the bytes are no whole `google.rpc.Status`
 * - `utf8`: a string that is not valid UTF-8
 * - `code-mismatch`: `grpc-status` and the status message name different codes
 * - `message-mismatch`: `grpc-message` and the status message differ
 * - `detail`: one detail does not decode, or does not encode; it keeps its bytes or JSON
 * - `unknown-type`: no schema of a detail's type is at hand; only ever on the detail itself
 * - `detail-limit`: more details than are read
 * - `json`: JSON with a member of the wrong type, or a detail that does not follow ProtoJSON
 * - `code`: JSON whose code is none, or of another kind than its shape has
 * - `unreadable`: a value whose properties throw when they are read
 */
export type ProblemKind =
  | "grpc-status"
  | "grpc-message"
  | "base64"
  | "repeated-header"
  | "status-proto"
  | "utf8"
  | "code-mismatch"
  | "message-mismatch"
  | "detail"
  | "unknown-type"
  | "detail-limit"
  | "json"
  | "code"
  | "unreadable";

/** One disagreement or damage met while decoding an error. Data, never an exception. */
export interface Problem {
  readonly kind: ProblemKind;
  /** One sentence for a person. */
  readonly message: string;
  /** The offending value as text, shortened to 80 characters. */
  readonly value?: string;
  /** Index in `details`, where the problem is one detail's. */
  readonly detail?: number;
}

const MAX_SHOWN = 80;

/** Builds a {@link Problem}; `value` is turned into short text and never throws. */
export function problem(kind: ProblemKind, message: string, value?: unknown): Problem {
  if (value === undefined) return { kind, message };
  return { kind, message, value: shorten(textOf(value), MAX_SHOWN) };
}

function textOf(value: unknown): string {
  // As text it would be that of all its entries, and of theirs.
  if (Array.isArray(value)) return `a list of ${value.length}`;
  try {
    return String(value);
  } catch {
    return typeof value;
  }
}

/** Whether a problem of one of these kinds is among those met. */
export function hasProblem(problems: readonly Problem[], ...kinds: ProblemKind[]): boolean {
  return problems.some(({ kind }) => kinds.includes(kind));
}

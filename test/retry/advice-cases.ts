import type { JsonObject } from "@bufbuild/protobuf";
import { errorFromHttp, httpStatusFromCode } from "../../src/entry/http.js";
import { Code, type CodeName, RpcError } from "../../src/entry/index.js";
import type { RetryDecision } from "../../src/retry/retry-advice.js";

/** Every code, and each way in which a server can speak of another attempt. */
export const CODES = Object.keys(Code).filter((name): name is CodeName => name !== "OK");
export const HINTS = ["none", "delay", "quota", "message", "refused"] as const;
export type Hint = (typeof HINTS)[number];

/** An answer over REST in the shape of `google.rpc.Status`. */
export function answered(
  code: CodeName,
  message: string,
  details: readonly JsonObject[] = [],
  headers: Readonly<Record<string, string>> = {},
): RpcError {
  const error = errorFromHttp({
    status: httpStatusFromCode(Code[code]),
    headers: { "content-type": "application/json", ...headers },
    body: { code: Code[code], message, details: [...details] },
  });
  if (error === undefined) throw new Error("no failure");
  return error;
}

/** The JSON of a detail of google.rpc. */
export function detail(type: string, members: JsonObject): JsonObject {
  return { "@type": `type.googleapis.com/google.rpc.${type}`, ...members };
}

interface Made {
  readonly error: unknown;
  readonly options?: { readonly sent?: boolean; readonly attemptTimedOut?: boolean };
}

/** What is put into an error of each kind: `undefined` where the kind has no such code or hint. */
export const KINDS: Readonly<Record<string, (code: CodeName, hint: Hint) => Made | undefined>> = {
  ordinary: (code, hint) => made(code, hint),
  "not-sent": (code, hint) => made(code, hint, { options: { sent: false } }),
  "attempt-timed-out": (code, hint) =>
    code === "DEADLINE_EXCEEDED"
      ? made(code, hint, { options: { attemptTimedOut: true } })
      : undefined,
  "caller-ended": (code, hint) =>
    hint === "none" && (code === "CANCELLED" || code === "DEADLINE_EXCEEDED")
      ? { error: new RpcError(code, "made here") }
      : undefined,
  "thrown-here": (code, hint) =>
    code === "UNKNOWN" && hint === "none"
      ? { error: new TypeError("x is not a function") }
      : undefined,
  "message-too-large": (code, hint) =>
    code === "RESOURCE_EXHAUSTED"
      ? made(code, hint, { text: "grpc: received message larger than max (10 vs. 4)" })
      : undefined,
  // As grpc-js words a connection that was lost; its own statuses have no metadata.
  "broken-off": (code, hint) =>
    hint === "none" && (code === "ABORTED" || code === "CANCELLED")
      ? { error: { code: Code[code], details: "Connection dropped", metadata: {} } }
      : undefined,
  certificate: (code, hint) =>
    code === "UNAVAILABLE" && hint === "none"
      ? { error: new TypeError("fetch failed", { cause: systemError("CERT_HAS_EXPIRED") }) }
      : undefined,
  "operation-conflict": (code, hint) =>
    made(code, hint, { text: 'conflicting operation "op-1" detected' }),
  billing: (code, hint) => made(code, hint, { reason: "INSUFFICIENT_QUOTA" }),
  "day-quota": (code, hint) => made(code, hint, { reason: "dailyLimitExceeded" }),
  "resource-limit": (code, hint) => made(code, hint, { reason: "RESOURCE_QUOTA_EXCEEDED" }),
  throttle: (code, hint) => made(code, hint, { reason: "RATE_LIMIT_EXCEEDED" }),
  "day-quota-words": (code, hint) =>
    code === "RESOURCE_EXHAUSTED"
      ? made(code, hint, { text: "the daily limit is reached" })
      : undefined,
  "billing-words": (code, hint) =>
    code === "RESOURCE_EXHAUSTED" ? made(code, hint, { text: "see your billing page" }) : undefined,
};

function made(
  code: CodeName,
  hint: Hint,
  { text = "sorry", reason = "", options = {} }: MadeOptions = {},
): Made | undefined {
  const info = (metadata: JsonObject) =>
    reason === "" ? [] : [detail("ErrorInfo", { reason, domain: "", metadata })];
  switch (hint) {
    case "none":
      return { error: answered(code, text, info({})), options };
    case "delay":
      return {
        error: answered(code, text, [...info({}), detail("RetryInfo", { retryDelay: "5s" })]),
        options,
      };
    case "message":
      return { error: answered(code, `${text}, retry in 5s`, info({})), options };
    case "refused":
      return { error: answered(code, text, info({}), { "grpc-retry-pushback-ms": "-1" }), options };
    case "quota":
      // Only a rate has a period that is waited for.
      return reason === "RATE_LIMIT_EXCEEDED"
        ? { error: answered(code, text, info({ quota_limit: "ReadsPerMinute" })), options }
        : undefined;
  }
}

interface MadeOptions {
  readonly text?: string;
  readonly reason?: string;
  readonly options?: Made["options"];
}

/** An error as Node makes it. */
export function systemError(code: string, members: object = {}): Error {
  return Object.assign(new Error(`it failed: ${code}`), { code, ...members });
}

/** One case of the table. */
export interface Case {
  readonly code: CodeName;
  readonly kind: string;
  readonly hint: Hint;
  readonly idempotent: boolean;
  readonly refreshed: boolean;
}

const FINAL_KINDS = ["message-too-large", "certificate", "billing", "day-quota", "resource-limit"];
/** Codes of which the same call, sent this time, would fail again. */
const CERTAIN: readonly CodeName[] = [
  "INVALID_ARGUMENT",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "FAILED_PRECONDITION",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "DATA_LOSS",
];

/**
 * What AIP-194, gRFC A6 and the meaning of the codes ask for, written without a look at the rules:
 * a server that forbids is obeyed; a call that cannot succeed stops; what may happen twice is repeated where the
 * failure passes (UNAVAILABLE, a rate) or the server says when.
 */
export function expectedDecision({ code, kind, hint, idempotent, refreshed }: Case): RetryDecision {
  const repeat = idempotent || kind === "not-sent" ? "retry" : "stop";
  if (kind === "caller-ended" || kind === "thrown-here" || hint === "refused") return "stop";
  if (kind === "attempt-timed-out") return repeat;
  if (kind === "message-too-large" || kind === "certificate") return "stop";
  if (kind === "operation-conflict") return "wait-for-operation";
  // Nobody lost a transaction, whatever the code says: the call's end is not known.
  if (kind === "broken-off") return repeat;
  if (code === "UNAUTHENTICATED") return refreshed ? "stop" : "refresh-credentials";
  if (code === "ABORTED") return "retry-transaction";
  if (FINAL_KINDS.includes(kind)) return "stop";
  if (kind === "throttle") return repeat;
  if (code === "RESOURCE_EXHAUSTED") {
    if (hint === "none") return "stop";
    // Data beats words, and a time beats talk of money.
    return kind === "day-quota-words" && hint === "message" ? "stop" : repeat;
  }
  if (code === "UNAVAILABLE") return repeat;
  if (hint === "delay") return repeat;
  return kind === "not-sent" && !CERTAIN.includes(code) ? "retry" : "stop";
}

import type { CodeName } from "../status/code.js";
import type { FailureKind } from "./failure-kind.js";
import type { RetryDecision } from "./retry-advice.js";

/**
 * What a server says of a further attempt: `"delay"` as data, `"quota"` by the period of a quota, `"message"` in
 * words, `"refused"` that there must be none.
 */
export type HintClass = "none" | "delay" | "quota" | "message" | "refused";

/** One row of the table of decisions: what has to hold, where it says anything, and what is to be done then. */
export interface RetryRule {
  readonly id: string;
  readonly kinds?: readonly FailureKind[];
  readonly codes?: readonly CodeName[];
  readonly hints?: readonly HintClass[];
  /** Whether the call may happen twice: it is idempotent, or did not happen at all. */
  readonly safe?: boolean;
  /** Whether the credentials are fresh already. */
  readonly refreshed?: boolean;
  readonly decision: RetryDecision;
  /** The fact that decides; `{code}`, `{quota}` and `{operation}` stand for those of the error. */
  readonly reason: string;
  /** Where it is written down. */
  readonly source: string;
}

/** Where the sources of the rules are to be found. `rpc-status` is what no specification says: this library. */
export const SOURCES: Readonly<Record<string, string>> = {
  "AIP-194": "https://google.aip.dev/194",
  "gRFC A6": "https://github.com/grpc/proposal/blob/master/A6-client-retries.md",
  "google.rpc.Code": "https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto",
  "google.rpc.RetryInfo":
    "https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto",
  "Gemini API": "https://ai.google.dev/gemini-api/docs/rate-limits",
  "OpenAI API": "https://platform.openai.com/docs/guides/error-codes",
  "RFC 6585": "https://www.rfc-editor.org/rfc/rfc6585#section-4",
  "Yandex Cloud": "https://yandex.cloud/en/docs/quota-manager/concepts",
  "Yandex Cloud's Terraform provider": "https://github.com/yandex-cloud/terraform-provider-yandex",
  "Node.js TLS": "https://nodejs.org/api/tls.html#x509-certificate-error-codes",
  "gRPC status codes": "https://grpc.io/docs/guides/status-codes/",
  "gRPC deadlines": "https://grpc.io/docs/guides/deadlines/",
};

/** Codes that leave open whether another attempt would end like the first. */
const OPEN: readonly CodeName[] = [
  "CANCELLED",
  "UNKNOWN",
  "DEADLINE_EXCEEDED",
  "INTERNAL",
  "UNAVAILABLE",
];

const ASK = "pass idempotent: true if doing it twice does no harm";

/** The table of decisions: the first row that fits counts, and one always fits. */
// biome-ignore format: a table, a row a line
export const RETRY_RULES: readonly RetryRule[] = [
  { id: "caller-ended", kinds: ["caller-ended"], decision: "stop", reason: "{code} is this caller's own doing", source: "gRPC deadlines" },
  { id: "refused", hints: ["refused"], decision: "stop", reason: "grpc-retry-pushback-ms forbids a retry: it is negative or no int32", source: "gRFC A6" },
  { id: "attempt-timed-out", kinds: ["attempt-timed-out"], safe: true, decision: "retry", reason: "only the time of this attempt is over, and the call may happen twice", source: "rpc-status" },
  { id: "attempt-timed-out-once", kinds: ["attempt-timed-out"], decision: "stop", reason: `the attempt timed out and may have been done; ${ASK}`, source: "rpc-status" },
  { id: "thrown-here", kinds: ["thrown-here"], decision: "stop", reason: "this process threw it itself, and would again", source: "rpc-status" },
  { id: "message-too-large", kinds: ["message-too-large"], decision: "stop", reason: "a message is larger than allowed, and would be again", source: "gRPC status codes" },
  { id: "certificate", kinds: ["certificate"], decision: "stop", reason: "a certificate is not trusted, and would not be the next time", source: "Node.js TLS" },
  { id: "operation-conflict", kinds: ["operation-conflict"], decision: "wait-for-operation", reason: "operation {operation} changes the same resource", source: "Yandex Cloud's Terraform provider" },
  { id: "broken-off", kinds: ["broken-off"], safe: true, decision: "retry", reason: "the connection broke off, and the call may happen twice", source: "rpc-status" },
  { id: "broken-off-once", kinds: ["broken-off"], decision: "stop", reason: `the connection broke off, and the call may have been done; ${ASK}`, source: "rpc-status" },
  { id: "unauthenticated", codes: ["UNAUTHENTICATED"], refreshed: false, decision: "refresh-credentials", reason: "the credentials were not accepted, and nothing was done", source: "google.rpc.Code" },
  { id: "unauthenticated-again", codes: ["UNAUTHENTICATED"], decision: "stop", reason: "the credentials were not accepted, and new ones are not to be had again", source: "google.rpc.Code" },
  { id: "aborted", codes: ["ABORTED"], decision: "retry-transaction", reason: "ABORTED: a concurrent change won, so the whole transaction has to begin again", source: "google.rpc.Code" },
  { id: "billing", kinds: ["billing"], decision: "stop", reason: "the account has to pay or to change its plan first", source: "OpenAI API" },
  { id: "day-quota", kinds: ["day-quota"], decision: "stop", reason: "{quota} of a day or longer is used up, whatever delay the server names", source: "Gemini API" },
  { id: "resource-limit", kinds: ["resource-limit"], decision: "stop", reason: "{quota} limits how much there may be: delete some, or ask for more", source: "Yandex Cloud" },
  { id: "day-quota-words", kinds: ["day-quota-words"], hints: ["none", "quota", "message"], decision: "stop", reason: "by its message, a quota of a day or longer is used up", source: "Gemini API" },
  { id: "billing-words", kinds: ["billing-words"], hints: ["none", "quota"], decision: "stop", reason: "by its message, the account has to pay or to change its plan first", source: "OpenAI API" },
  { id: "throttle", kinds: ["throttle"], safe: true, decision: "retry", reason: "{quota} is exceeded for a short time, and the call may happen twice", source: "RFC 6585" },
  { id: "throttle-once", kinds: ["throttle"], decision: "stop", reason: `{quota} is exceeded for a short time; ${ASK}`, source: "AIP-194" },
  { id: "exhausted-with-delay", codes: ["RESOURCE_EXHAUSTED"], hints: ["delay", "quota", "message"], safe: true, decision: "retry", reason: "RESOURCE_EXHAUSTED, but the server says when to come back, and the call may happen twice", source: "google.rpc.RetryInfo" },
  { id: "exhausted-with-delay-once", codes: ["RESOURCE_EXHAUSTED"], hints: ["delay", "quota", "message"], decision: "stop", reason: `the server says when to come back; ${ASK}`, source: "AIP-194" },
  { id: "exhausted", codes: ["RESOURCE_EXHAUSTED"], decision: "stop", reason: "RESOURCE_EXHAUSTED, and the server did not say when to come back", source: "AIP-194" },
  { id: "not-sent", kinds: ["not-sent"], codes: OPEN, decision: "retry", reason: "the call was not sent or was refused unseen, so nothing was done", source: "gRFC A6" },
  { id: "unavailable", codes: ["UNAVAILABLE"], safe: true, decision: "retry", reason: "UNAVAILABLE is worth another attempt of an idempotent call", source: "AIP-194" },
  { id: "unavailable-once", codes: ["UNAVAILABLE"], decision: "stop", reason: `UNAVAILABLE, but the call may have been done; ${ASK}`, source: "AIP-194" },
  { id: "invited", hints: ["delay"], safe: true, decision: "retry", reason: "{code}, but the server invited a retry, and the call may happen twice", source: "google.rpc.RetryInfo" },
  { id: "invited-once", hints: ["delay"], decision: "stop", reason: `{code}: the server invited a retry, but the call may have been done; ${ASK}`, source: "AIP-194" },
  { id: "cancelled", codes: ["CANCELLED"], decision: "stop", reason: "CANCELLED: somebody no longer wanted an answer", source: "google.rpc.Code" },
  { id: "unknown", codes: ["UNKNOWN"], decision: "stop", reason: "UNKNOWN does not say whether the call was done, nor that another attempt helps", source: "AIP-194" },
  { id: "invalid-argument", codes: ["INVALID_ARGUMENT"], decision: "stop", reason: "INVALID_ARGUMENT: the same request is as wrong the next time", source: "google.rpc.Code" },
  { id: "deadline-exceeded", codes: ["DEADLINE_EXCEEDED"], decision: "stop", reason: "DEADLINE_EXCEEDED of the server: the call may have been done, and its time is over", source: "AIP-194" },
  { id: "not-found", codes: ["NOT_FOUND"], decision: "stop", reason: "NOT_FOUND: asking again does not create it", source: "google.rpc.Code" },
  { id: "already-exists", codes: ["ALREADY_EXISTS"], decision: "stop", reason: "ALREADY_EXISTS: it still will", source: "google.rpc.Code" },
  { id: "permission-denied", codes: ["PERMISSION_DENIED"], decision: "stop", reason: "PERMISSION_DENIED: somebody has to grant it first", source: "google.rpc.Code" },
  { id: "failed-precondition", codes: ["FAILED_PRECONDITION"], decision: "stop", reason: "FAILED_PRECONDITION: the state has to be mended first", source: "google.rpc.Code" },
  { id: "out-of-range", codes: ["OUT_OF_RANGE"], decision: "stop", reason: "OUT_OF_RANGE: the same request is out of it again", source: "google.rpc.Code" },
  { id: "unimplemented", codes: ["UNIMPLEMENTED"], decision: "stop", reason: "UNIMPLEMENTED: the server does not have this method", source: "google.rpc.Code" },
  { id: "internal", codes: ["INTERNAL"], decision: "stop", reason: "INTERNAL: something is broken, and the call may have been done", source: "AIP-194" },
  { id: "data-loss", codes: ["DATA_LOSS"], decision: "stop", reason: "DATA_LOSS: what is lost does not come back", source: "google.rpc.Code" },
];

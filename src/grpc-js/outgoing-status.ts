import { Metadata, type StatusObject } from "@grpc/grpc-js";
import type { RpcError } from "../error/rpc-error.js";
import type { ErrorPolicy } from "../server/error-policy.js";
import type { IncomingCall } from "../server/incoming-call.js";
import type { Verdict } from "../server/outgoing-error.js";
import { reportTrim } from "../server/report-error.js";
import { addedRetryHeader } from "../server/retry-header.js";
import { fitTrailers } from "../status/budget/fit-trailers.js";
import { plainMessage } from "../status/budget/plain-message.js";
import type { TrimReport } from "../status/budget/trim-report.js";
import { withHeaders } from "../status/budget/with-headers.js";
import { GRPC_STATUS_DETAILS_BIN } from "../status/trailers.js";
import { member } from "../wire/members.js";
import { legalTrailers } from "./legal-trailers.js";

const SENT = /* @__PURE__ */ Symbol.for("rpc-status.sent");

/**
 * The status that grpc-js sends for what a policy decided, and its report of what did not fit.
 *
 * @param trailers - what the handler gave along with its error; they stay here where the error does.
 */
export function outgoingStatus(
  { sent, exposed, requestId }: Verdict,
  policy: ErrorPolicy,
  { method, peer }: IncomingCall,
  trailers?: Metadata | null,
): StatusObject {
  const { status, report } = statusOf(sent, {
    policy,
    trailers: exposed ? trailers : undefined,
  });
  if (report !== undefined) reportTrim(report, policy, { method, peer, requestId, sent });
  return status;
}

/** What a status is made with besides its error. */
export interface StatusOptions {
  /** Its limit and its headers; what may go out is decided. */
  readonly policy?: Pick<ErrorPolicy, "maxDetailsBytes" | "retryHeaders">;
  /** Trailers to send along. */
  readonly trailers?: Metadata | null | undefined;
}

/**
 * The status that grpc-js sends for an error: code, message, details, and the headers it was made with,
 * within what peers take. A failure on the way leaves a plain status of code and message, since an
 * exception here would leave the client without an answer.
 */
export function statusOf(
  error: RpcError,
  { policy = {}, trailers }: StatusOptions = {},
): { readonly status: StatusObject; readonly report?: TrimReport | undefined } {
  try {
    const own = error.isDecoded ? [] : error.metadata;
    const name = "grpc-retry-pushback-ms";
    const retry = addedRetryHeader(error, { name, policy, own: [own, trailers] });
    const legal = legalTrailers(retry, own, trailers);
    const { metadata } = legal;
    const { message, bytes, report } = fitTrailers(error, {
      maxDetailsBytes: policy.maxDetailsBytes,
      otherBytes: legal.bytes,
      measureMessage: (text) => encodeURI(text).length,
    });
    if (bytes !== undefined) metadata.set(GRPC_STATUS_DETAILS_BIN, Buffer.from(bytes));
    markSent(metadata);
    const status = { code: error.code, details: message, metadata };
    return { status, report: withHeaders(report, legal, legal.maxBytes) };
  } catch {
    const metadata = new Metadata();
    markSent(metadata);
    return { status: { code: error.code, details: plainMessage(error.message), metadata } };
  }
}

/** Whether a status was made by {@link statusOf}, known by its metadata. */
export function isSent(metadata: unknown): boolean {
  return member(metadata, SENT) === true;
}

/** Marks metadata as of a status that was decided on. */
function markSent(metadata: Metadata): void {
  Object.defineProperty(metadata, SENT, { value: true });
}

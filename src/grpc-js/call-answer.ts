import type { Metadata, StatusObject } from "@grpc/grpc-js";
import { RpcError } from "../error/rpc-error.js";
import type { ErrorPolicy, ServerWarning } from "../server/error-policy.js";
import { judgeError } from "../server/outgoing-error.js";
import { reportError, reportTrim } from "../server/report-error.js";
import { withHeaders } from "../status/budget/with-headers.js";
import { Code } from "../status/code.js";
import { member } from "../wire/members.js";
import { type AnyCall, type AnyCallback, incomingCall } from "./any-call.js";
import { bottomCall, isOver, type OutgoingStatus, topCall } from "./bottom-call.js";
import { deliberateStatus } from "./deliberate-status.js";
import { legalMetadata } from "./legal-trailers.js";
import { isSent, outgoingStatus } from "./outgoing-status.js";

/** The answer to one call: given once, whatever its handler does. */
export class CallAnswer {
  /** Emits an event on the call, past the guard. */
  emit: ((event: string, ...args: unknown[]) => unknown) | undefined;
  readonly #call: AnyCall;
  readonly #callback: AnyCallback | undefined;
  readonly #policy: ErrorPolicy;
  #given = false;
  /** What the call was answered for. */
  #thrown: unknown;

  constructor(call: AnyCall, callback: AnyCallback | undefined, policy: ErrorPolicy) {
    this.#call = call;
    this.#callback = callback;
    this.#policy = policy;
  }

  get isGiven(): boolean {
    return this.#given || this.#call.writableEnded;
  }

  /** Answers with a failure: what the policy lets out of it. */
  fail(thrown: unknown, trailers?: Metadata): void {
    if (this.#isTooLate(thrown)) return;
    this.#given = true;
    this.#thrown = thrown;
    const status = this.#statusOf(thrown, trailers);
    if (this.#callback !== undefined) this.#callback(status);
    else this.#endWith(status);
  }

  /** Answers with a response, which there has to be. */
  succeed(value: unknown, trailers?: Metadata, flags?: number): void {
    if (value === undefined || value === null) {
      this.fail(new Error("the handler answered without a response"));
      return;
    }
    if (this.#isTooLate(undefined)) return;
    this.#given = true;
    const top = topCall(this.#call);
    const bottom = top && bottomCall(top);
    const wasOver = isOver(bottom);
    this.#callback?.(null, value, trailers && this.legal(trailers), flags);
    // grpc-js then answers by itself, where neither interceptors nor handlers see it.
    if (!wasOver && isOver(bottom)) this.#reportUnsent();
  }

  /** What of the headers or trailers of a response can be sent; `onTrim` hears of the rest. */
  legal(metadata: unknown): Metadata {
    const { metadata: legal, maxBytes, ...fitted } = legalMetadata(metadata);
    const report = withHeaders(undefined, fitted, maxBytes);
    if (report !== undefined) reportTrim(report, this.#policy, this.#context());
    return legal;
  }

  /**
   * The status to send when an interceptor threw: the one that did not get through, where it was a failure
   * that was decided on.
   */
  statusPast(thrown: unknown, unsent: OutgoingStatus | undefined): OutgoingStatus {
    this.#given = true;
    const status = this.#statusOf(thrown);
    return unsent !== undefined && isSent(unsent.metadata) ? unsent : status;
  }

  #statusOf(thrown: unknown, trailers?: Metadata): StatusObject {
    // What toServiceError made is decided on already.
    if (isSent(member(thrown, "metadata"))) return thrown as StatusObject;
    const call = incomingCall(this.#call.getPath(), this.#call, this.#call.metadata);
    const verdict = judgeError(deliberateStatus(thrown) ?? thrown, this.#policy, call);
    return outgoingStatus(verdict, this.#policy, call, trailers);
  }

  #endWith(status: StatusObject): void {
    this.emit?.("error", status);
    // The handler took grpc-js's own listener away, which ends the stream with the status.
    if (!this.#call.writableEnded) topCall(this.#call)?.sendStatus(status);
  }

  #isTooLate(cause: unknown): boolean {
    // A pipeline destroys the call with an error, and rejects with the same.
    if (this.#given && cause !== undefined && cause === this.#thrown) return true;
    if (this.isGiven) this.#warn("answered-twice", "answered its call again", cause);
    else if (this.#call.cancelled)
      this.#warn("answered-after-cancel", "answered a call that was cancelled", cause);
    else return false;
    return true;
  }

  #warn(warning: ServerWarning, deed: string, cause: unknown): void {
    const context = this.#context();
    const options = cause === undefined ? undefined : { cause };
    const error = new Error(`the handler of ${context.method} ${deed}`, options);
    reportError(error, this.#policy, { ...context, warning });
  }

  #reportUnsent(): void {
    const context = this.#context();
    const error = new Error(`the response of ${context.method} does not serialize`);
    const sent = new RpcError(Code.INTERNAL, "Error serializing response");
    reportError(error, this.#policy, { ...context, sent });
  }

  /** For reports of what no error of the client's tells. */
  #context() {
    return {
      method: this.#call.getPath(),
      peer: this.#call.getPeer(),
      requestId: "",
      sent: undefined,
    };
  }
}

import type { Metadata, StatusObject } from "@grpc/grpc-js";
import { RpcError } from "../error/rpc-error.js";
import { REQUEST_ID } from "../server/complete-error.js";
import type { ErrorPolicy, ServerWarning } from "../server/error-policy.js";
import type { IncomingCall } from "../server/incoming-call.js";
import { judgeError } from "../server/outgoing-error.js";
import { reportError, reportTrim } from "../server/report-error.js";
import { wellFormedRequestId } from "../server/request-id.js";
import { withHeaders } from "../status/budget/with-headers.js";
import { Code } from "../status/code.js";
import { member } from "../wire/members.js";
import { type AnyCall, type AnyCallback, incomingCall } from "./any-call.js";
import { isOver, type OutgoingStatus, type SendingCall } from "./bottom-call.js";
import { deliberateStatus } from "./deliberate-status.js";
import { legalMetadata } from "./legal-trailers.js";
import { isSent, outgoingStatus } from "./outgoing-status.js";

type Listener = ReturnType<AnyCall["rawListeners"]>[number];

/** What a {@link CallAnswer} is given with. */
export interface AnswerInit {
  readonly call: AnyCall;
  /** Present for the two kinds with a single answer. */
  readonly callback: AnyCallback | undefined;
  readonly policy: ErrorPolicy;
  /** The call below all interceptors, where it is known. */
  readonly bottom: SendingCall | undefined;
}

/** The answer to one call: given once, whatever its handler does. */
export class CallAnswer {
  readonly #call: AnyCall;
  readonly #callback: AnyCallback | undefined;
  readonly #policy: ErrorPolicy;
  /** grpc-js's own listener for errors, which ends a stream with a status. */
  readonly #own: readonly Listener[];
  readonly #bottom: SendingCall | undefined;
  #given = false;
  /** What the call was answered for. */
  #thrown: unknown;

  constructor({ call, callback, policy, bottom }: AnswerInit) {
    this.#call = call;
    this.#callback = callback;
    this.#policy = policy;
    this.#bottom = bottom;
    // Nobody else listens yet.
    this.#own = call.rawListeners("error");
  }

  /** Whether the handler has answered, or ended its stream. */
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
    else for (const listener of this.#own) Reflect.apply(listener, this.#call, [status]);
  }

  /** Whether a listener is grpc-js's own, which is not for the handler's errors. */
  isOwn(listener: Listener): boolean {
    return this.#own.includes(listener);
  }

  /** Answers with a response, which there has to be. */
  succeed(value: unknown, trailers?: Metadata, flags?: number): void {
    if (value === undefined || value === null) {
      this.fail(new Error("the handler answered without a response"));
      return;
    }
    if (this.#isTooLate(undefined)) return;
    this.#given = true;
    const wasOver = isOver(this.#bottom);
    this.#callback?.(null, value, trailers && this.legal(trailers), flags);
    // grpc-js then answers by itself, where neither interceptors nor handlers see it.
    if (!wasOver && isOver(this.#bottom)) this.#reportUnsent();
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
    const call = this.#incoming();
    const verdict = judgeError(thrown, this.#policy, call, deliberateStatus);
    return outgoingStatus(verdict, this.#policy, call, trailers);
  }

  #isTooLate(cause: unknown): boolean {
    // A pipeline destroys the call with an error, and rejects with the same.
    if (this.#given && cause !== undefined && cause === this.#thrown) return true;
    if (this.#given || this.#isEnded(cause))
      this.#warn("answered-twice", "answered its call again", cause);
    else if (this.#call.cancelled)
      this.#warn("answered-after-cancel", "answered a call that was cancelled", cause);
    else return false;
    return true;
  }

  /**
   * A stream that its handler has ended may still wait for its messages, and take another status: what failed
   * must not look complete. A write after the end is only superfluous.
   */
  #isEnded(cause: unknown): boolean {
    if (!this.#call.writableEnded) return false;
    const wroteLate = member(cause, "code") === "ERR_STREAM_WRITE_AFTER_END";
    return wroteLate || this.#bottom === undefined || isOver(this.#bottom);
  }

  /** Tells that a handler went without an answer that it may still give. */
  warnUnanswered(): void {
    if (!this.isGiven && !this.#call.cancelled)
      this.#warn("unanswered", "has not answered its call");
  }

  #warn(warning: ServerWarning, deed: string, cause?: unknown): void {
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
    const { method, peer, header } = this.#incoming();
    return {
      method,
      peer,
      requestId: wellFormedRequestId(header?.(REQUEST_ID)) ?? "",
      sent: undefined,
    };
  }

  #incoming(): IncomingCall {
    return incomingCall(this.#call.getPath(), this.#call, this.#call.metadata);
  }
}

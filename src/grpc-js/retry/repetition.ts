import type { Metadata, StatusObject } from "@grpc/grpc-js";
import { systemClock } from "../../retry/clock.js";
import { isIdempotent, type RetryInterceptorOptions } from "../../retry/interceptor-options.js";
import { type FailureFacts, type NextAttempt, RetrySession } from "../../retry/retry-session.js";
import type { RetryThrottle } from "../../retry/retry-throttle.js";
import { Code } from "../../status/code.js";
import { Attempt, type AttemptOwner } from "./attempt.js";
import { AttemptMetadata } from "./attempt-metadata.js";
import type { AnswerListener, CallBelow, CallOptions, NextCall } from "./call-below.js";
import { CallTimer } from "./call-timer.js";
import { callerLimitMs, onParentCancelled } from "./caller-limits.js";
import { channelRetries } from "./channel-retries.js";
import { finalReason } from "./final-reason.js";
import { levelOf } from "./idempotent-methods.js";
import { callBelow } from "./interceptor-order.js";
import type { KeptRequests } from "./kept-requests.js";
import { localStatus, statusFromThrow, timeoutStatus } from "./local-status.js";
import { pauseBefore } from "./pause-before.js";
import { RequestSender } from "./request-sender.js";
import { withHistory } from "./status-history.js";

/** One call, and how it may be repeated. */
export interface CallToRepeat {
  readonly options: CallOptions;
  readonly nextCall: NextCall;
  readonly limits: RetryInterceptorOptions;
  readonly throttle: RetryThrottle | undefined;
}

/** What the caller gave a call that it started. */
export interface StartedCall {
  readonly metadata: Metadata;
  readonly listener: AnswerListener;
  readonly requests: KeptRequests;
}

/** The attempts of one call that was started, and the pauses between them. */
export class Repetition implements AttemptOwner {
  readonly #call: CallToRepeat;
  readonly #started: StartedCall;
  readonly #session: RetrySession;
  readonly #wholeMs: number;
  readonly #metadata: AttemptMetadata;
  readonly #wholeTimer: CallTimer | undefined;
  readonly #attemptTimer: CallTimer | undefined;
  #attempt: Attempt | undefined;
  #pause: AbortController | undefined;
  /** Why there is no other attempt. */
  #committed: string | undefined;
  #isReading = false;
  /** Whether its end is decided on. */
  #isStopped = false;
  #isOver = false;

  constructor(call: CallToRepeat, started: StartedCall) {
    const { limits, options, throttle } = call;
    const { method_definition: method } = options;
    const idempotent = isIdempotent(limits, method.path, levelOf(method));
    const callerMs = callerLimitMs(options);
    this.#call = call;
    this.#started = started;
    this.#metadata = new AttemptMetadata(limits, started.metadata, idempotent);
    this.#session = new RetrySession(
      { limits, throttle, idempotent: idempotent || this.#metadata.isKeyed },
      (limits.clock ?? systemClock).now() + callerMs,
    );
    const { clock, remainingMs } = this.#session;
    this.#wholeMs = Math.min(callerMs, limits.totalTimeoutMs ?? remainingMs);
    // Most calls have no limit that needs a timer.
    if (limits.totalTimeoutMs !== undefined) this.#wholeTimer = new CallTimer(clock);
    if (limits.attemptTimeoutMs !== undefined) this.#attemptTimer = new CallTimer(clock);
  }

  /** The call of the present attempt. */
  get call(): CallBelow | undefined {
    return this.#attempt?.call;
  }

  /** Begins with the first attempt. What the layers below throw is thrown, as without retries. */
  begin(): void {
    const { totalTimeoutMs } = this.#call.limits;
    const wholeMs = this.#wholeMs;
    try {
      // An earlier deadline of the caller's is kept by the channel.
      if (totalTimeoutMs === wholeMs)
        this.#wholeTimer?.start(wholeMs, () => this.#expire("all attempts together", wholeMs));
      this.#begin();
    } catch (thrown) {
      this.#isOver = true;
      this.#stopTimers();
      throw thrown;
    }
  }

  /** The caller has sent a message, or all of them. */
  send(): void {
    const { requests } = this.#started;
    if (this.#isOver || this.#isStopped) return;
    if (this.#attempt?.isOver === false) this.#attempt.sender.pump();
    if (requests.isTooLarge) {
      this.#commit(`more than ${requests.maxBytes} bytes of requests`);
    }
  }

  /** The caller wants a message. */
  startRead(): void {
    this.#isReading = true;
    if (this.#attempt?.isOver === false) this.#attempt.call.startRead();
  }

  /** Ends the call, at whatever moment. */
  cancel(code: StatusObject["code"], details: string): void {
    this.#stop(localStatus(code, details, this.#attempt?.headers));
  }

  onHeaders(): void {
    const { requestStream } = this.#call.options.method_definition;
    // Who is still sending may wait for them before it goes on; gRFC A6 commits here in any case.
    if (requestStream && !this.#started.requests.isClosed) this.#commit(BEGUN);
  }

  onAnswer(): void {
    // What is left of a stream may take as long as it wants.
    if (this.#call.options.method_definition.responseStream) this.#stopTimers();
    this.#commit(BEGUN);
  }

  onEnd(status: StatusObject): void {
    this.#attemptTimer?.stop();
    if (status.code === Code.OK) {
      this.#session.succeed();
      this.#end(status);
    } else {
      this.#endAttempt(status);
    }
  }

  #begin(): void {
    const { options, nextCall } = this.#call;
    const { requests, listener } = this.#started;
    const limitMs = this.#session.begin();
    // The layers below may write into it.
    const call = callBelow("retryInterceptor", { ...options }, nextCall);
    const sender = new RequestSender(call, requests, (thrown) => this.#break(thrown));
    const attempt = new Attempt(call, sender, this);
    this.#attempt = attempt;
    if (this.#committed !== undefined) attempt.passTo(listener);
    this.#attemptTimer?.start(limitMs, () => this.#expire("one attempt", limitMs));
    call.start(this.#metadata.of(this.#session.attempt), attempt);
    if (this.#isReading) call.startRead();
    sender.pump();
  }

  #commit(reason: string): void {
    if (this.#committed !== undefined) return;
    this.#committed = reason;
    const attempt = this.#attempt?.isOver === false ? this.#attempt : undefined;
    this.#started.requests.release(attempt?.sender.sent ?? 0);
    attempt?.passTo(this.#started.listener);
  }

  /** An attempt failed: goes on with another one, or ends. */
  #endAttempt(status: StatusObject, facts?: FailureFacts): void {
    const next = this.#judge(status, facts);
    if (next === undefined) this.#end(status);
    else this.#goOn(next, status);
  }

  #judge(status: StatusObject, facts?: FailureFacts): NextAttempt | undefined {
    const session = this.#session;
    try {
      const retries = channelRetries(this.call, status.code);
      session.countHidden(retries.attempts - 1);
      const committed = this.#committed ?? finalReason(status, retries, this.#started.requests);
      // Whoever answered with headers has got the call, whatever the status says.
      const sent = this.#attempt?.headers === undefined ? undefined : true;
      return session.fail(status, { committed, sent, ...facts });
    } catch {
      // A clock or random of the user's that throws: the call must end all the same.
      return undefined;
    }
  }

  #goOn(next: NextAttempt, last: StatusObject): void {
    const pause = new AbortController();
    const { signal } = pause;
    this.#pause = pause;
    const cancel = () => this.cancel(Code.CANCELLED, "Cancelled by parent call");
    const unlisten = onParentCancelled(this.#call.options, cancel);
    signal.addEventListener("abort", unlisten, { once: true });
    const init = { session: this.#session, last, wholeMs: this.#wholeMs, signal };
    pauseBefore(next, init).then((ending) => {
      unlisten();
      // Out of the promise: what a listener of the user's throws is to be an exception, as grpc-js has it.
      process.nextTick(() => {
        if (this.#isStopped) return;
        if (ending === undefined) this.#beginAgain();
        else this.#end(ending);
      });
    });
  }

  #beginAgain(): void {
    try {
      this.#begin();
    } catch (thrown) {
      if (this.#isOver) throw thrown;
      this.#break(thrown);
    }
  }

  /** A time is over: the attempt's own, after which another may follow, or that of the whole. */
  #expire(what: "one attempt" | "all attempts together", limitMs: number): void {
    const attempt = this.#attempt;
    const status = timeoutStatus(limitMs, what, attempt?.headers);
    if (what === "one attempt" && attempt?.isOver === false) {
      attempt.abandon(status);
      this.#endAttempt(status, { attemptTimedOut: true });
    } else {
      this.#stop(status);
    }
  }

  /** The layers below threw where nobody above waits for them. */
  #break(thrown: unknown): void {
    const status = statusFromThrow(thrown);
    if (this.#attempt?.isOver === false) this.#attempt.abandon(status);
    this.#end(status);
  }

  /** Ends the call now, whether it is in an attempt or in a pause. */
  #stop(status: StatusObject): void {
    if (this.#isStopped || this.#isOver) return;
    this.#isStopped = true;
    this.#stopTimers();
    this.#pause?.abort();
    if (this.#attempt?.isOver === false) {
      this.#attempt.abandon(status);
      this.#judge(status, { committed: "the call was cancelled" });
    }
    process.nextTick(() => this.#end(status));
  }

  #end(status: StatusObject): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stopTimers();
    const { listener, requests } = this.#started;
    if (status.code !== Code.OK) this.#session.stop(`no further attempt: ${status.details}`);
    const { attempts } = this.#session;
    try {
      this.#passEmptyAnswer();
    } finally {
      try {
        listener.onReceiveStatus(status.code === Code.OK ? status : withHistory(status, attempts));
      } finally {
        requests.end();
      }
    }
  }

  /** What comes before a status, where nothing of the answer was passed on. */
  #passEmptyAnswer(): void {
    if (this.#attempt?.isPassing) return;
    const { listener } = this.#started;
    const headers = this.#attempt?.headers;
    if (headers !== undefined) listener.onReceiveMetadata(headers);
    if (!this.#call.options.method_definition.responseStream) listener.onReceiveMessage(null);
  }

  #stopTimers(): void {
    this.#wholeTimer?.stop();
    this.#attemptTimer?.stop();
  }
}

const BEGUN = "the answer had begun";

import { member } from "../wire/members.js";
import { type AnyCall, streamsIn } from "./any-call.js";
import type { CallAnswer } from "./call-answer.js";

/**
 * How long a call waits for an answer that its handler can hardly give any more: it destroyed the stream, or
 * it returned without an answer and takes no callback.
 */
export const GRACE_MS = 500;

/** Where a call keeps its guard. */
export const GUARDED: unique symbol = /* @__PURE__ */ Symbol("rpc-status.guarded");

/**
 * Guards the stream of a call: destroying it answers the call, and no headers or trailers go out that Node
 * throws at where nobody catches.
 */
export class GuardedStream {
  readonly #call: AnyCall;
  readonly answer: CallAnswer;
  /** Whether the handler may still call back when it wants no more of its input. */
  readonly #callsBack: boolean;
  #running = true;
  /** Whether the stream was left before its end: what the handler does next decides. */
  #left = false;

  /**
   * @param callsBack - whether the call has a single answer, by callback.
   */
  constructor(call: AnyCall, answer: CallAnswer, callsBack: boolean) {
    this.#call = call;
    this.answer = answer;
    this.#callsBack = callsBack && streamsIn(call);
    const guarded = call as GuardedCallObject;
    guarded[GUARDED] = this;
    // Shared functions, so that a call that succeeds makes no closures for them.
    guarded.destroy = destroy;
    guarded.sendMetadata = sendMetadata;
    if (!callsBack) guarded.end = end;
  }

  /** Is told that the handler, and its promise, is through. */
  endHandler(): void {
    this.#running = false;
    if (this.#left) this.#leave();
  }

  /** Is told that the handler destroyed the stream. */
  destroy(error: unknown): void {
    if (error === undefined || error === null) this.#leave();
    else if (!isIterationEnd(error)) this.answer.fail(error);
    // `for await` left its loop. The handler may go on to write, if its promise has not settled.
    else if (!this.#call.readableEnded) this.#left ||= this.#running;
  }

  #leave(): void {
    this.#left = true;
    if (this.#running) return;
    const failAbandoned = () => {
      if (this.answer.isGiven) return;
      this.answer.fail(new Error("the stream was destroyed before it ended"));
    };
    if (this.#callsBack) setTimeout(failAbandoned, GRACE_MS);
    else setImmediate(failAbandoned);
  }
}

/** A call whose stream is guarded: the originals of what is replaced are its class's. */
export interface GuardedCallObject extends AnyCall {
  [GUARDED]: GuardedStream;
}

function destroy(this: GuardedCallObject, error?: unknown): unknown {
  // Node ends a stream this way once both sides are through, and grpc-js one that was cancelled.
  if (this.cancelled || this.writableFinished) return originals(this).destroy.call(this, error);
  this[GUARDED].destroy(error);
  // Never destroyed for good: the status would not get out.
  return this;
}

function end(this: GuardedCallObject, trailers?: unknown): unknown {
  const legal = trailers && this[GUARDED].answer.legal(trailers);
  return originals(this).end.call(this, legal);
}

function sendMetadata(this: GuardedCallObject, headers: unknown): void {
  originals(this).sendMetadata.call(this, this[GUARDED].answer.legal(headers));
}

function originals(call: GuardedCallObject): AnyCall {
  return Object.getPrototypeOf(call) as AnyCall;
}

/**
 * Whether this is what Node destroys a stream with when `for await` over it ends, at the end of the
 * input too if the other side is still open. What an AbortController aborts with is a DOMException.
 */
function isIterationEnd(error: unknown): boolean {
  return member(error, "code") === "ABORT_ERR" && member(error, "cause") === undefined;
}

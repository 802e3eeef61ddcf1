import type { ErrorPolicy } from "../server/error-policy.js";
import { type AnyCall, type AnyCallback, streamsIn } from "./any-call.js";
import { bottomCall, topCall } from "./bottom-call.js";
import { CallAnswer } from "./call-answer.js";
import { guardInterceptors } from "./guard-interceptors.js";
import { emitGuarded } from "./guard-listeners.js";
import { GRACE_MS, GuardedStream } from "./guard-stream.js";

/** One call of one handler. */
export interface GuardedCall {
  readonly handler: (this: object, call: AnyCall, callback?: AnyCallback) => unknown;
  /** Whether the handler can answer through its callback; `undefined` where nobody knows. */
  readonly callsBack: boolean | undefined;
  /** What `this` is inside the handler. */
  readonly self: object;
  readonly call: AnyCall;
  /** Present for the two kinds with a single answer. */
  readonly callback: AnyCallback | undefined;
  readonly policy: ErrorPolicy;
}

/** When a handler that may still call back is said to have forgotten to. */
const WARNING_MS = 1_000;

/** Runs a handler so that its call is answered once, whatever it does. */
export function guardCall(guarded: GuardedCall): void {
  const { call, callback, policy } = guarded;
  const top = topCall(call);
  const bottom = top && bottomCall(top);
  const answer = new CallAnswer({ call, callback, policy, bottom });
  // Without interceptors there is nobody to throw.
  if (top && bottom && bottom !== top) {
    guardInterceptors({ top, bottom }, (thrown, unsent) => answer.statusPast(thrown, unsent));
  }
  const stream = new GuardedStream(call, answer, callback !== undefined);
  call.emit = emitGuarded;
  try {
    const returned = invoke(guarded, answer);
    if (isPromise(returned)) {
      const settle = (value: unknown) => {
        acceptPromised(value, guarded, answer);
        stream.endHandler();
      };
      returned.then(settle, (thrown: unknown) => {
        answer.fail(thrown);
        stream.endHandler();
      });
      return;
    }
    acceptReturned(returned, guarded, answer);
  } catch (thrown) {
    answer.fail(thrown);
  }
  stream.endHandler();
}

function invoke({ handler, self, call, callback }: GuardedCall, answer: CallAnswer): unknown {
  if (callback === undefined) return handler.call(self, call);
  return handler.call(self, call, (error, value, trailers, flags) => {
    if (error) answer.fail(error, trailers);
    else answer.succeed(value, trailers, flags);
  });
}

/** Takes what a promise brought as the response. Who has a callback may bring nothing, and still call back. */
function acceptPromised(value: unknown, guarded: GuardedCall, answer: CallAnswer): void {
  if (guarded.callback === undefined) return;
  if (value !== undefined) answer.succeed(value);
  else if (guarded.callsBack === false) failUnanswered(answer);
  else if (!answer.isGiven) setTimeout(() => answer.warnUnanswered(), WARNING_MS);
}

/**
 * Takes what a handler returned as the response. Nothing returned at once: it goes on through its listeners
 * and timers, of which one may still say why there is no response, or none.
 */
function acceptReturned(value: unknown, guarded: GuardedCall, answer: CallAnswer): void {
  const { callback, callsBack, call } = guarded;
  if (callback === undefined || answer.isGiven) return;
  if (callsBack === true) {
    // What arrow functions return by the way is no answer; a response may have been meant.
    if (typeof value === "object") setTimeout(() => answer.warnUnanswered(), WARNING_MS);
  } else if (value !== undefined) {
    answer.succeed(value);
  } else if (callsBack === false && !streamsIn(call)) {
    setTimeout(() => failUnanswered(answer), GRACE_MS);
  }
}

function failUnanswered(answer: CallAnswer): void {
  if (!answer.isGiven) answer.fail(new Error("the handler returned no response"));
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    "then" in value &&
    typeof value.then === "function"
  );
}

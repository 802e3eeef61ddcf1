import { isDeliberate } from "../server/exposed-error.js";
import { member } from "../wire/members.js";
import { type AnyCall, streamsIn } from "./any-call.js";
import type { CallAnswer } from "./call-answer.js";

/**
 * How long a call waits for an answer that its handler can hardly give any more: it destroyed the stream, or
 * it returned without an answer and takes no callback.
 */
export const GRACE_MS = 500;

/**
 * Guards the stream of a call: destroying it answers the call, and no headers or trailers go out that Node
 * throws at where nobody catches.
 *
 * @param callsBack - whether the call has a single answer, by callback.
 * @returns what to call when the handler, and its promise, is through.
 */
export function guardStream(call: AnyCall, answer: CallAnswer, callsBack: boolean): () => void {
  let running = true;
  /** Whether the stream was left before its end: what the handler does next decides. */
  let left = false;

  const failAbandoned = () => {
    if (!answer.isGiven) answer.fail(new Error("the stream was destroyed before it ended"));
  };
  const leave = () => {
    left = true;
    if (running) return;
    // A handler may want no more of its input and yet call back.
    if (callsBack && streamsIn(call)) setTimeout(failAbandoned, GRACE_MS);
    else setImmediate(failAbandoned);
  };

  /** What the stream was destroyed with, while the handler may still catch it and say something else. */
  let held: { readonly error: unknown } | undefined;
  const release = () => {
    const error = held?.error;
    held = undefined;
    if (error !== undefined && !answer.isStated) answer.fail(error);
  };
  const failWith = (error: unknown) => {
    if (!running || held !== undefined || isDeliberate(error)) return answer.fail(error);
    held = { error };
    setTimeout(release, GRACE_MS);
  };

  const { destroy, end, sendMetadata } = call;
  call.destroy = (error?: unknown) => {
    // Node ends a stream this way once both sides are through, and grpc-js one that was cancelled.
    if (call.cancelled || call.writableFinished) return destroy.call(call, error);
    if (error === undefined || error === null) leave();
    else if (!isIterationEnd(error)) failWith(error);
    // `for await` left its loop. The handler may go on to write, if its promise has not settled.
    else if (!call.readableEnded) left ||= running;
    // Never destroyed for good: the status would not get out.
    return call;
  };
  call.end = (trailers?: unknown) => end.call(call, trailers && answer.legal(trailers));
  call.sendMetadata = (headers: unknown) => sendMetadata.call(call, answer.legal(headers));

  return () => {
    running = false;
    release();
    if (left) leave();
  };
}

/**
 * Whether this is what Node destroys a stream with when `for await` over it ends, at the end of the
 * input too if the other side is still open. What an AbortController aborts with is a DOMException.
 */
function isIterationEnd(error: unknown): boolean {
  return member(error, "code") === "ABORT_ERR" && member(error, "cause") === undefined;
}

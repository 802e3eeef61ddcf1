import type { EventEmitter } from "node:events";
import type { Metadata } from "@grpc/grpc-js";
import {
  isDeliberate,
  outgoingError,
  reportError,
  type ServerErrorOptions,
} from "../error/outgoing.js";
import { RpcError } from "../error/rpc-error.js";
import { member } from "../wire/members.js";
import { deliberateStatus } from "./deliberate-status.js";
import { guardListeners } from "./guard-listeners.js";
import { isSent, outgoingStatus, withoutReserved } from "./outgoing-status.js";

/** The call object of any of the four kinds: grpc-js makes a stream of each. */
export interface AnyCall extends EventEmitter {
  cancelled: boolean;
  readonly readableEnded?: boolean;
  readonly writableEnded: boolean;
  readonly writableFinished: boolean;
  destroy(error?: unknown): unknown;
  getPath(): string;
  getPeer(): string;
}

type Callback = (error: object | null, value?: unknown, trailer?: Metadata, flags?: number) => void;

/** One call of one handler. */
export interface GuardedCall {
  readonly handler: (this: object, call: AnyCall, callback?: Callback) => unknown;
  /** What `this` is inside the handler. */
  readonly self: object;
  readonly call: AnyCall;
  /** Present for the two kinds with a single answer. */
  readonly callback: Callback | undefined;
  readonly options: ServerErrorOptions;
}

/** Runs a handler so that its call is answered once, whatever it does. */
export function guardCall({ handler, self, call, callback, options }: GuardedCall): void {
  let answered = false;

  const fail = (thrown: unknown, trailer?: Metadata): void => {
    if (answered || call.cancelled || call.writableEnded) {
      reportLate(thrown, call, options);
      return;
    }
    answered = true;
    const status = failureStatus(thrown, trailer, call, options);
    if (callback === undefined) emit("error", status);
    else callback(status);
  };

  const succeed: Callback = (_error, value, trailer, flags) => {
    if (answered) return;
    answered = true;
    callback?.(null, value, withoutReserved(trailer), flags);
  };

  let running = true;
  let leftEarly = false;
  const answerAbandoned = () => {
    // A client-streaming handler may well want no more input, and call back later.
    if (callback !== undefined && !("request" in call)) return;
    if (running || answered || call.writableEnded) return;
    fail(new Error("the stream was destroyed before it ended"));
  };

  const { destroy } = call;
  const emit = guardListeners(call, fail);
  call.destroy = (error?: unknown) => {
    // Node ends a stream this way once both sides are through, and grpc-js one that was cancelled.
    if (call.cancelled || call.writableFinished) return destroy.call(call, error);
    if (error === undefined || error === null) {
      // The handler wants no more: what it does next decides.
      leftEarly = true;
      if (!running) setImmediate(answerAbandoned);
    } else if (!isIterationEnd(error)) {
      fail(error);
    } else if (!call.readableEnded) {
      // `for await` left its loop. The handler may go on to write, if its promise has not settled.
      leftEarly ||= running;
    }
    // Never destroyed for good: the status would not get out.
    return call;
  };

  const settle = (value?: unknown): void => {
    running = false;
    if (leftEarly) answerAbandoned();
    // A handler that declares a callback may still call it.
    if (callback === undefined || answered) return;
    if (value !== undefined) succeed(null, value);
    else if (handler.length <= 1) fail(new Error("the handler returned no response"));
  };

  try {
    const returned = handler.call(self, call, (error, value, trailer, flags) => {
      if (error) fail(error, trailer);
      else succeed(null, value, trailer, flags);
    });
    if (isPromise(returned)) {
      returned.then(settle, (thrown: unknown) => {
        running = false;
        fail(thrown);
      });
    } else {
      running = false;
      if (leftEarly) setImmediate(answerAbandoned);
      // Nothing returned at once: the handler goes on through its listeners or timers.
      if (handler.length <= 1 && returned !== undefined) settle(returned);
    }
  } catch (thrown) {
    running = false;
    fail(thrown);
  }
}

/**
 * Whether this is what Node destroys a stream with when `for await` over it ends, at the end of the
 * input too if the other side is still open. What an AbortController aborts with is a DOMException.
 */
function isIterationEnd(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return code === "ABORT_ERR" && cause === undefined;
}

function failureStatus(
  thrown: unknown,
  trailer: Metadata | undefined,
  call: AnyCall,
  options: ServerErrorOptions,
): object {
  // What toServiceError made is decided on already.
  if (isSent(member(thrown, "metadata") as object | undefined)) return thrown as object;
  const error = deliberateStatus(thrown) ?? thrown;
  const site = { method: call.getPath(), peer: call.getPeer() };
  const status = outgoingStatus(outgoingError(error, options, site));
  // Trailers of an error that stays inside stay inside with it.
  const trailers = isDeliberate(error) ? withoutReserved(trailer) : undefined;
  if (trailers !== undefined) status.metadata.merge(trailers);
  return status;
}

/** Reports an error that came too late to tell the client. */
function reportLate(thrown: unknown, call: AnyCall, options: ServerErrorOptions): void {
  // A handler that notices that its client is gone may well say so.
  if (call.cancelled && thrown instanceof RpcError) return;
  const sent = new RpcError("INTERNAL", "the call was answered before");
  reportError(thrown, options, {
    method: call.getPath(),
    peer: call.getPeer(),
    requestId: "",
    sent,
  });
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    "then" in value &&
    typeof value.then === "function"
  );
}

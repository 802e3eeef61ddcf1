import type { Metadata } from "@grpc/grpc-js";
import { member } from "../wire/members.js";
import type { InterceptingServerListener, SendingCall } from "./bottom-call.js";
import { catchRejections } from "./catch-rejections.js";

/** What is to be done about what arrives. */
export interface Arrivals {
  /** Answers the call. */
  readonly onThrow: (thrown: unknown) => void;
  /** The headers of the call, once they are there. */
  metadata?: Metadata;
}

/**
 * Keeps interceptors that throw, or reject, at what arrives from ending the process and from leaving the
 * client without an answer.
 *
 * @param bottom - the call below all interceptors, before it has started.
 */
export function guardArrivals(bottom: SendingCall, arrivals: Arrivals): void {
  const { start } = bottom;
  const startGuarded = (listener: InterceptingServerListener) => {
    guardListeners(listener, arrivals.onThrow);
    start.call(bottom, new GuardedListener(listener, arrivals));
  };
  bottom.start = startGuarded;
}

/** The listener of each interceptor is a private member of the one that grpc-js makes of it. */
function guardListeners(listener: unknown, onThrow: (thrown: unknown) => void): void {
  const next = member(listener, "nextListener");
  if (next === undefined) return;
  catchRejections(member(listener, "listener"), onThrow);
  guardListeners(next, onThrow);
}

class GuardedListener implements InterceptingServerListener {
  readonly #listener: InterceptingServerListener;
  readonly #arrivals: Arrivals;

  constructor(listener: InterceptingServerListener, arrivals: Arrivals) {
    this.#listener = listener;
    this.#arrivals = arrivals;
  }

  onReceiveMetadata(metadata: Metadata): void {
    this.#arrivals.metadata = metadata;
    try {
      this.#listener.onReceiveMetadata(metadata);
    } catch (thrown) {
      this.#arrivals.onThrow(thrown);
    }
  }

  onReceiveMessage(message: unknown): void {
    try {
      this.#listener.onReceiveMessage(message);
    } catch (thrown) {
      this.#arrivals.onThrow(thrown);
    }
  }

  onReceiveHalfClose(): void {
    try {
      this.#listener.onReceiveHalfClose();
    } catch (thrown) {
      this.#arrivals.onThrow(thrown);
    }
  }

  onCancel(): void {
    this.#listener.onCancel();
  }
}

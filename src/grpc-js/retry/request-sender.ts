import type { CallBelow } from "./call-below.js";
import { type KeptRequest, type KeptRequests, settle } from "./kept-requests.js";

/**
 * Sends the caller's messages with one attempt. One after another: a call that waits for its connection has room
 * for one message, and loses all before the last.
 */
export class RequestSender {
  readonly #call: CallBelow;
  readonly #requests: KeptRequests;
  readonly #onThrow: (thrown: unknown) => void;
  /** How many were handed down. */
  #handed = 0;
  #isBusy = false;
  #isPumping = false;
  #isClosed = false;
  #isStopped = false;

  /** @param onThrow - told what the layers below throw while nobody above waits for them. */
  constructor(call: CallBelow, requests: KeptRequests, onThrow: (thrown: unknown) => void) {
    this.#call = call;
    this.#requests = requests;
    this.#onThrow = onThrow;
  }

  /** How many messages need not be kept for this attempt any more. */
  get sent(): number {
    return this.#isBusy ? this.#handed - 1 : this.#handed;
  }

  /** Sends what there is to send. */
  pump(): void {
    if (this.#isPumping || this.#isStopped) return;
    this.#isPumping = true;
    try {
      for (let next = this.#next(); next !== undefined; next = this.#next()) this.#send(next);
      this.#close();
    } finally {
      this.#isPumping = false;
    }
  }

  /** Sends nothing more. */
  stop(): void {
    this.#isStopped = true;
  }

  #next(): KeptRequest | undefined {
    return this.#isBusy || this.#isStopped ? undefined : this.#requests.at(this.#handed);
  }

  #send(request: KeptRequest): void {
    this.#isBusy = true;
    this.#handed++;
    let isSent = false;
    const callback = () => {
      if (isSent) return;
      isSent = true;
      this.#isBusy = false;
      if (!this.#isStopped) this.#requests.drop(this.#handed);
      settle(request);
      this.#pumpOn();
    };
    const { flags } = request;
    const context = flags === undefined ? { callback } : { callback, flags };
    this.#call.sendMessageWithContext(context, request.message);
  }

  #pumpOn(): void {
    try {
      this.pump();
    } catch (thrown) {
      this.#onThrow(thrown);
    }
  }

  /**
   * In a stream the last message has to be through, as it is without retries: grpc-js 1.11 loses it otherwise. One that
   * is alone does not tell.
   */
  #close(): void {
    const { isStream, isClosed, count } = this.#requests;
    if (this.#isClosed || this.#isStopped || !isClosed || this.#handed < count) return;
    if (isStream && this.#isBusy) return;
    this.#isClosed = true;
    this.#call.halfClose();
  }
}

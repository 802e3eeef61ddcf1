import type { Metadata, StatusObject } from "@grpc/grpc-js";
import { MAX_BUFFER_BYTES } from "../../retry/interceptor-options.js";
import type { AnswerListener, CallBelow, MessageContext } from "./call-below.js";
import { KeptRequests } from "./kept-requests.js";
import { localStatus } from "./local-status.js";
import { type CallToRepeat, Repetition } from "./repetition.js";

/** A call that is made as often as it takes; what grpc-js and the interceptors further out see as one. */
export class RepeatedCall implements CallBelow {
  readonly #call: CallToRepeat;
  readonly #requests: KeptRequests;
  #repetition: Repetition | undefined;
  #cancelled: StatusObject | undefined;

  constructor(call: CallToRepeat) {
    const { options, limits } = call;
    const { requestSerialize, requestStream } = options.method_definition;
    this.#call = call;
    this.#requests = new KeptRequests({
      serialize: requestSerialize,
      maxBytes: requestStream ? (limits.maxBufferBytes ?? MAX_BUFFER_BYTES) : undefined,
    });
  }

  // The InterceptingCall around this one always gives a whole listener.
  start(metadata: Metadata, listener?: Partial<AnswerListener>): void {
    const whole = listener as AnswerListener;
    const cancelled = this.#cancelled;
    if (cancelled !== undefined) {
      process.nextTick(() => whole.onReceiveStatus(cancelled));
      return;
    }
    const started = { metadata, listener: whole, requests: this.#requests };
    this.#repetition = new Repetition(this.#call, started);
    this.#repetition.begin();
  }

  cancelWithStatus(code: StatusObject["code"], details: string): void {
    if (this.#repetition !== undefined) {
      this.#repetition.cancel(code, details);
    } else {
      this.#cancelled ??= localStatus(code, details);
      this.#requests.end();
    }
  }

  sendMessage(message: unknown): void {
    this.sendMessageWithContext({}, message);
  }

  sendMessageWithContext(context: MessageContext, message: unknown): void {
    this.#requests.add(message, context);
    this.#repetition?.send();
  }

  halfClose(): void {
    this.#requests.close();
    this.#repetition?.send();
  }

  startRead(): void {
    this.#repetition?.startRead();
  }

  getPeer(): string {
    return this.#repetition?.call?.getPeer() ?? "unknown";
  }

  getAuthContext(): ReturnType<CallBelow["getAuthContext"]> {
    // Older versions have none.
    return this.#repetition?.call?.getAuthContext?.() ?? null;
  }
}

import type { Metadata, StatusObject } from "@grpc/grpc-js";
import { survive } from "../../wire/survive.js";
import type { AnswerListener, CallBelow } from "./call-below.js";
import type { RequestSender } from "./request-sender.js";

/** Who is told how an attempt goes. */
export interface AttemptOwner {
  /** The headers are there. */
  onHeaders(): void;
  /** The first message is there. */
  onAnswer(): void;
  /** The attempt is over. */
  onEnd(status: StatusObject): void;
}

/** One attempt of a call. Its answer is held back until it is the one that counts. */
export class Attempt implements AnswerListener {
  readonly call: CallBelow;
  readonly sender: RequestSender;
  readonly #owner: AttemptOwner;
  #headers: Metadata | undefined;
  #answer: AnswerListener | undefined;
  #hasMessage = false;
  #isOver = false;

  constructor(call: CallBelow, sender: RequestSender, owner: AttemptOwner) {
    this.call = call;
    this.sender = sender;
    this.#owner = owner;
  }

  get headers(): Metadata | undefined {
    return this.#headers;
  }

  /** Whether its answer goes to the caller. */
  get isPassing(): boolean {
    return this.#answer !== undefined;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** From now on its answer goes to the caller, beginning with what was held back. */
  passTo(answer: AnswerListener): void {
    if (this.#answer !== undefined) return;
    this.#answer = answer;
    if (this.#headers !== undefined) answer.onReceiveMetadata(this.#headers);
  }

  /** Ends it, whatever its answer would be. */
  abandon({ code, details }: StatusObject): void {
    this.#isOver = true;
    this.sender.stop();
    survive(() => this.call.cancelWithStatus(code, details));
  }

  onReceiveMetadata(metadata: Metadata): void {
    if (this.#isOver) return;
    this.#headers = metadata;
    if (this.#answer !== undefined) this.#answer.onReceiveMetadata(metadata);
    else this.#owner.onHeaders();
  }

  onReceiveMessage(message: unknown): void {
    if (this.#isOver) return;
    // A call with a single answer that failed, says grpc-js so; its status follows.
    const isMissing = message === null;
    try {
      if (!isMissing && !this.#hasMessage) this.#owner.onAnswer();
    } finally {
      this.#hasMessage ||= !isMissing;
      this.#answer?.onReceiveMessage(message);
    }
  }

  onReceiveStatus(status: StatusObject): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.sender.stop();
    this.#owner.onEnd(status);
  }
}

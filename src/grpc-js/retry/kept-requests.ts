import type { MessageContext } from "./call-below.js";

/** One message of the caller's. */
export interface KeptRequest {
  readonly message: unknown;
  readonly flags: number | undefined;
  /** What it was when it was sent first; `undefined` where it was not measured. */
  readonly bytes: Uint8Array | undefined;
  /** Whom to tell that it is sent, until that was done. */
  callback: MessageContext["callback"];
}

/** What {@link KeptRequests} are kept with. */
export interface KeptRequestsInit {
  readonly serialize: (message: unknown) => Uint8Array;
  /** `undefined` where the caller sends one message: it is kept as it is. */
  readonly maxBytes: number | undefined;
}

/** What the caller has sent so far, as long as another attempt may need it. */
export class KeptRequests {
  readonly #init: KeptRequestsInit;
  #kept: KeptRequest[] = [];
  /** How many came before those that are kept. */
  #dropped = 0;
  #bytes = 0;
  #isReleased = false;
  #isClosed = false;
  #isOver = false;

  constructor(init: KeptRequestsInit) {
    this.#init = init;
  }

  /** How many there were. */
  get count(): number {
    return this.#dropped + this.#kept.length;
  }

  /** Whether the caller has sent all. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Whether the caller sends more than one. */
  get isStream(): boolean {
    return this.#init.maxBytes !== undefined;
  }

  /** How much may be kept, in bytes. */
  get maxBytes(): number {
    return this.#init.maxBytes ?? Number.POSITIVE_INFINITY;
  }

  /** Whether there is more than that. */
  get isTooLarge(): boolean {
    return this.#bytes > this.maxBytes;
  }

  /** Whether the caller has changed one since it was sent. */
  get isChanged(): boolean {
    return this.#kept.some(({ message, bytes }) => {
      const now = bytes && this.#serialize(message);
      return now !== undefined && Buffer.compare(now, bytes as Uint8Array) !== 0;
    });
  }

  add(message: unknown, { flags, callback }: MessageContext): void {
    const isMeasured = this.isStream && !this.#isReleased;
    const bytes = isMeasured ? this.#serialize(message) : undefined;
    this.#bytes += bytes?.length ?? 0;
    const request = { message, flags, bytes, callback };
    if (this.#isOver) settle(request);
    else this.#kept.push(request);
  }

  /** The caller has sent all. */
  close(): void {
    this.#isClosed = true;
  }

  at(index: number): KeptRequest | undefined {
    return this.#kept[index - this.#dropped];
  }

  /** Keeps only what has yet to be sent, since no other attempt will need the rest. */
  release(sent: number): void {
    this.#isReleased = true;
    this.drop(sent);
  }

  /** Forgets those that were sent, where they are not kept. */
  drop(sent: number): void {
    if (!this.#isReleased) return;
    this.#kept.splice(0, sent - this.#dropped);
    this.#dropped = Math.max(this.#dropped, sent);
  }

  /** The call is over: nobody waits any longer for a message to be sent. */
  end(): void {
    this.#isOver = true;
    const kept = this.#kept;
    this.#kept = [];
    this.#dropped += kept.length;
    for (const request of kept) settle(request);
  }

  #serialize(message: unknown): Uint8Array | undefined {
    try {
      return this.#init.serialize(message);
    } catch {
      // The layer below meets the same, and fails the call.
      return undefined;
    }
  }
}

/** Tells the caller that a message is sent, once, however many attempts send it. */
export function settle(request: KeptRequest): void {
  const { callback } = request;
  request.callback = undefined;
  callback?.();
}

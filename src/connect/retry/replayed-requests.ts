/** What of a stream of requests is kept to be sent again. */
interface ReplayOptions<T> {
  /** How much is kept, in bytes. */
  readonly maxBufferBytes: number;
  /** How long a message is when it is sent, in bytes. */
  readonly measure: (message: T) => number;
}

/**
 * A stream of requests that can be sent several times, although its source can be read only once: what was
 * read is kept until the call is committed.
 */
export class ReplayedRequests<T> {
  readonly #requests: AsyncIterable<T>;
  readonly #options: ReplayOptions<T>;
  #source: AsyncIterator<T> | undefined;
  /** What the source gave: all of it, or once the call is committed what has not been sent. */
  #kept: T[] = [];
  #keptBytes = 0;
  /** How many of those the present attempt has sent. */
  #sent = 0;
  #reader: Reader<T> | undefined;
  /** The one read of the source that is under way, whoever began it. */
  #reading: Promise<void> | undefined;
  #end: { readonly failure?: { readonly thrown: unknown } } | undefined;
  #committed = false;

  constructor(requests: AsyncIterable<T>, options: ReplayOptions<T>) {
    this.#requests = requests;
    this.#options = options;
  }

  /** Whether more was read than is kept, so that the stream cannot be sent again. */
  get isCommitted(): boolean {
    return this.#committed;
  }

  /** Whether it was the source that failed. */
  get hasFailed(): boolean {
    return this.#end?.failure !== undefined;
  }

  /** All requests from the first, for another attempt. Who still reads those of an earlier one gets no more. */
  attempt(): AsyncIterable<T> {
    const reader: Reader<T> = {
      [Symbol.asyncIterator]: () => reader,
      next: () => this.#next(reader),
      return: () => this.#close(reader),
      throw: (reason) => this.#close(reader, { reason }),
    };
    this.#reader = reader;
    this.#sent = 0;
    return reader;
  }

  /** Ends the present attempt. */
  stop(): void {
    this.#reader = undefined;
  }

  /** Keeps nothing any more but what the present attempt has still to send. */
  commit(): void {
    if (this.#committed) return;
    this.#committed = true;
    this.#kept = this.#kept.slice(this.#sent);
    this.#sent = 0;
  }

  async #next(reader: Reader<T>): Promise<IteratorResult<T>> {
    while (this.#reader === reader) {
      if (this.#sent < this.#kept.length) return { done: false, value: this.#take() };
      if (this.#end?.failure) throw this.#end.failure.thrown;
      if (this.#end) break;
      this.#reading ??= this.#read();
      await this.#reading;
    }
    return { done: true, value: undefined };
  }

  #take(): T {
    const message = this.#kept[this.#sent++] as T;
    if (this.#committed && this.#sent === this.#kept.length) {
      this.#kept = [];
      this.#sent = 0;
    }
    return message;
  }

  /** Reads one message. Never rejects: an attempt that is over does not wait for it any more. */
  async #read(): Promise<void> {
    try {
      this.#source ??= this.#requests[Symbol.asyncIterator]();
      const { done, value } = await this.#source.next();
      if (done) this.#end = {};
      else this.#keep(value);
    } catch (thrown) {
      this.#end = { failure: { thrown } };
    }
    this.#reading = undefined;
  }

  #keep(message: T): void {
    this.#kept.push(message);
    if (this.#committed) return;
    this.#keptBytes += this.#options.measure(message);
    if (this.#keptBytes > this.#options.maxBufferBytes) this.commit();
  }

  /** The source itself is closed once no other attempt can come; before, Connect does so when the call ends. */
  async #close(
    reader: Reader<T>,
    thrown?: { readonly reason: unknown },
  ): Promise<IteratorResult<T>> {
    const isLast = this.#committed && this.#reader === reader;
    if (this.#reader === reader) this.stop();
    if (isLast) await (thrown ? this.#source?.throw?.(thrown.reason) : this.#source?.return?.());
    return { done: true, value: undefined };
  }
}

type Reader<T> = Required<AsyncIterator<T>> & AsyncIterable<T>;

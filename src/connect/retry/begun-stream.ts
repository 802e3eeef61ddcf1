import type { StreamResponse } from "@connectrpc/connect";

type Message = StreamResponse["message"] extends AsyncIterable<infer M> ? M : never;

/** A stream of answers whose first message has arrived, or that ended without any. */
export interface BegunStream {
  readonly response: StreamResponse;
  readonly first: IteratorResult<Message>;
  readonly rest: AsyncIterator<Message>;
}

/** Waits for the first message of an answer. */
export async function beginStream(response: StreamResponse): Promise<BegunStream> {
  const rest = response.message[Symbol.asyncIterator]();
  return { response, first: await rest.next(), rest };
}

/** Who is told once how a stream of answers ends. */
interface StreamEnd {
  /** All messages have arrived. */
  readonly onDone: () => void;
  /** Gives what is thrown in place of what the stream failed with. */
  readonly onFailure: (thrown: unknown) => unknown;
  /** Nobody wants the rest. */
  readonly onClose: () => void;
}

/** The answer as the caller reads it, with its first message. */
export function resumeStream(begun: BegunStream, end: StreamEnd): StreamResponse {
  return { ...begun.response, message: new ObservedMessages(begun, end) };
}

class ObservedMessages implements AsyncIterableIterator<Message> {
  /** What `next` gives without asking for more: the first message, and the end. */
  #known: IteratorResult<Message> | undefined;
  readonly #rest: AsyncIterator<Message>;
  #end: StreamEnd | undefined;

  constructor({ first, rest }: BegunStream, end: StreamEnd) {
    this.#known = first;
    this.#rest = rest;
    this.#end = end;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Message>> {
    const known = this.#known;
    if (known !== undefined && !known.done) {
      this.#known = undefined;
      return known;
    }
    try {
      const result = known ?? (await this.#rest.next());
      if (result.done) this.#settle(result)?.onDone();
      return result;
    } catch (thrown) {
      const end = this.#settle(OVER);
      throw end === undefined ? thrown : end.onFailure(thrown);
    }
  }

  async return(): Promise<IteratorResult<Message>> {
    // First: a read that is under way would keep `return` of a generator waiting.
    this.#settle(OVER)?.onClose();
    await this.#rest.return?.();
    return OVER;
  }

  async throw(reason: unknown): Promise<IteratorResult<Message>> {
    await this.return();
    throw reason;
  }

  #settle(last: IteratorResult<Message>): StreamEnd | undefined {
    const end = this.#end;
    this.#end = undefined;
    this.#known = last;
    return end;
  }
}

const OVER = { done: true, value: undefined } as const;

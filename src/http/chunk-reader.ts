import { Code } from "../status/code.js";
import { member } from "../wire/members.js";
import { encodeUtf8 } from "../wire/utf8.js";
import { failure } from "./failure.js";

/** What chunks can be read from, one after the other. */
export type ChunkSource = ReadableStream<Uint8Array | string> | AsyncIterable<Uint8Array | string>;

interface Pulled {
  readonly done?: boolean | undefined;
  readonly value?: unknown;
}

interface Source {
  pull(): Promise<Pulled>;
  close(): unknown;
}

/** Pulls bytes out of a source; a pull can be given up at any time. */
export class ChunkReader {
  readonly #source: Source;
  #giveUp = () => {};
  #isCancelled = false;
  /** The first half of a character that text chunks were split in. */
  #half = "";
  /** Whether the source is a stream of the platform, not a program's own iteration. */
  readonly isStream: boolean;

  /** @throws TypeError for a stream that somebody else reads. */
  constructor(source: ChunkSource) {
    this.isStream = "getReader" in source;
    this.#source = "getReader" in source ? streamSource(source) : iterableSource(source);
  }

  /** Whether the reading was given up. */
  get isCancelled(): boolean {
    return this.#isCancelled;
  }

  /**
   * The next bytes; `undefined` at the end, and at once when the reading is given up. Rejects with what the
   * source fails with.
   */
  async next(): Promise<Uint8Array | undefined> {
    if (this.#isCancelled) return undefined;
    const { done, value } = await new Promise<Pulled>((resolve, reject) => {
      const giveUp = () => resolve({ done: true });
      this.#giveUp = giveUp;
      this.#source.pull().then(resolve, reject);
    });
    return done ? undefined : this.#bytes(value);
  }

  /** Lets go of the source, without waiting for it: one half of a cloned body would wait for the other. */
  cancel(): void {
    if (this.#isCancelled) return;
    this.#isCancelled = true;
    this.#giveUp();
    // Not at once: where an abort is what ended the reading, Node's fetch is just about to cancel the other
    // half, and two at the same time end in a rejection that nobody can catch.
    Promise.resolve()
      .then(() => this.#source.close())
      .catch(() => {});
  }

  #bytes(chunk: unknown): Uint8Array {
    if (typeof chunk === "string") {
      const text = this.#half + chunk;
      this.#half = /[\uD800-\uDBFF]$/.exec(text)?.[0] ?? "";
      return encodeUtf8(text.slice(0, text.length - this.#half.length));
    }
    if (chunk instanceof Uint8Array) return chunk;
    // Bytes of another realm.
    if (ArrayBuffer.isView(chunk)) {
      return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    }
    throw failure(Code.INTERNAL, `a chunk must be text or bytes, not ${typeof chunk}`, "local");
  }
}

function streamSource(stream: ReadableStream<unknown>): Source {
  const reader = stream.getReader();
  return { pull: () => reader.read(), close: () => reader.cancel() };
}

function iterableSource(iterable: AsyncIterable<unknown>): Source {
  const iterator = iterable[Symbol.asyncIterator]();
  const destroy = member(iterable, "destroy");
  return {
    pull: () => iterator.next(),
    // A stream of Node is destroyed: its iterator would wait for the chunk that was asked for last.
    close: () => (typeof destroy === "function" ? destroy.call(iterable) : iterator.return?.()),
  };
}

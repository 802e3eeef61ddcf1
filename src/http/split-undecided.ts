import { BoundedBytes } from "./bounded-bytes.js";
import type { MessageSplitter, StreamMessage } from "./message-splitter.js";
import { textOf } from "./parse-json.js";
import { formatFromStart, type StreamFormat } from "./stream-format.js";

/** Looks at the first characters of a stream, and leaves it to the splitter of what they are. */
export class UndecidedSplitter implements MessageSplitter {
  /** A few characters at most, and the white space before them. */
  readonly #start = new BoundedBytes(Number.POSITIVE_INFINITY);
  readonly #choose: (format: StreamFormat | "text") => MessageSplitter;
  #chosen: MessageSplitter | undefined;

  constructor(choose: (format: StreamFormat | "text") => MessageSplitter) {
    this.#choose = choose;
  }

  async *push(chunk: Uint8Array, isAll = false): AsyncIterable<StreamMessage> {
    let bytes = chunk;
    if (this.#chosen === undefined) {
      bytes = this.#start.take(chunk);
      const format = formatFromStart(bytes, isAll);
      if (format !== undefined) this.#chosen = this.#choose(format);
      // An endless blank would be looked at again with each chunk.
      else if (textOf(bytes).trim() !== "") this.#start.add(bytes);
    }
    if (this.#chosen !== undefined) yield* this.#chosen.push(bytes);
  }

  async *end(): AsyncIterable<StreamMessage> {
    yield* this.push(new Uint8Array(0), true);
    if (this.#chosen !== undefined) yield* this.#chosen.end();
  }
}

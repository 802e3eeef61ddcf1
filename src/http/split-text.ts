import { BoundedBytes } from "./bounded-bytes.js";
import type { MessageSplitter, StreamMessage } from "./message-splitter.js";
import { textOf } from "./parse-json.js";
import { MAX_BODY_BYTES } from "./read-body.js";

/** Takes what is no stream at all, such as a proxy's page, for one error. */
export class TextSplitter implements MessageSplitter {
  readonly #text = new BoundedBytes(MAX_BODY_BYTES);

  *push(chunk: Uint8Array): Iterable<StreamMessage> {
    const room = MAX_BODY_BYTES - this.#text.length;
    this.#text.add(chunk.subarray(0, room));
    if (chunk.length > room) yield* this.end();
  }

  *end(): Iterable<StreamMessage> {
    yield { value: textOf(this.#text.take()), failed: true };
  }
}

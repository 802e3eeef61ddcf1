import { BoundedBytes, checkSize } from "./bounded-bytes.js";
import { endedEarly } from "./broken-stream.js";
import type { MessageSplitter, StreamMessage } from "./message-splitter.js";
import { parseJson, textOf } from "./parse-json.js";

const LF = 0x0a;
const CR = 0x0d;

/** How OpenAI's API, and all that follow it, end a stream. */
const DONE = "[DONE]";

const JSON_START = /^\s*[{[]/;

/**
 * Cuts server-sent events out of a stream. A message is the data of an event: its JSON, or its text.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export class SseSplitter implements MessageSplitter {
  readonly #maxBytes: number;
  readonly #line: BoundedBytes;
  /** Whether the last line ended with CR, so that LF may follow. */
  #isAfterCr = false;
  #event = "";
  #data: string[] = [];
  #dataBytes = 0;
  /** Whether the data came without a field: some servers write an error so into an event stream. */
  #isStray = false;

  constructor(maxMessageBytes: number) {
    this.#maxBytes = maxMessageBytes;
    this.#line = new BoundedBytes(maxMessageBytes);
  }

  *push(chunk: Uint8Array): Iterable<StreamMessage> {
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i];
      if (byte !== LF && byte !== CR) continue;
      const isSecondHalf = byte === LF && this.#isAfterCr && i === start && this.#line.length === 0;
      const line = chunk.subarray(start, i);
      start = i + 1;
      this.#isAfterCr = byte === CR;
      if (!isSecondHalf) yield* this.#readLine(this.#line.take(line));
    }
    this.#line.add(chunk.subarray(start));
  }

  *end(): Iterable<StreamMessage> {
    // The empty line after the last event is often missing.
    const rest = this.#line.take();
    if (rest.length > 0) yield* this.#readLine(rest);
    const text = this.#data.join("\n");
    const isCut = JSON_START.test(text) && text.trim() !== DONE && parseJson(text) === undefined;
    if (isCut && !this.#isError()) throw endedEarly(text);
    yield* this.#dispatch();
  }

  *#readLine(bytes: Uint8Array): Iterable<StreamMessage> {
    const line = textOf(bytes);
    const [, field = "", value = ""] = /^([^:]*)(?:: ?)?(.*)$/s.exec(line) ?? [];
    if (line === "") yield* this.#dispatch();
    else if (field === "event") this.#event = value;
    else if (field === "data") this.#add(value, bytes.length);
    else if (this.#isStray || (this.#data.length === 0 && JSON_START.test(line))) {
      this.#isStray = true;
      this.#add(line, bytes.length);
      if (parseJson(line) !== undefined) yield* this.#dispatch();
    }
  }

  #add(text: string, bytes: number): void {
    this.#dataBytes += bytes;
    checkSize(this.#dataBytes, this.#maxBytes);
    this.#data.push(text);
  }

  #isError(): boolean {
    return /^error$/i.test(this.#event.trim());
  }

  *#dispatch(): Iterable<StreamMessage> {
    const text = this.#data.join("\n");
    const failed = this.#isError();
    const isStray = this.#isStray;
    this.#data = [];
    this.#dataBytes = 0;
    this.#isStray = false;
    this.#event = "";
    if (text === "" && !failed) return;
    const json = parseJson(text);
    if (isStray && json === undefined) return;
    yield { value: json ? json.value : text, failed, last: text.trim() === DONE };
  }
}

import { BoundedBytes } from "./bounded-bytes.js";
import { endedEarly, notDecodable } from "./broken-stream.js";
import type { MessageSplitter, StreamMessage } from "./message-splitter.js";
import { parseJson, textOf } from "./parse-json.js";

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** The bytes of a byte order mark. */
const MARK: readonly number[] = [0xef, 0xbb, 0xbf];

/**
 * Cuts JSON values out of a stream by their brackets, so that they may be laid out over several lines: NDJSON
 * and its kin, or the elements of one array. A value without brackets ends with its line, or its element.
 *
 * Every byte is looked at once. All that is looked for is ASCII, and so never part of another character.
 */
export class JsonSplitter implements MessageSplitter {
  readonly #isArray: boolean;
  readonly #message: BoundedBytes;
  /** What is being read: nothing yet, a value in brackets, or one without. */
  #inside: "nothing" | "brackets" | "line" = "nothing";
  #depth = 0;
  #isQuoted = false;
  #isEscaped = false;
  /** Whether the array that holds the values has begun and not ended. */
  #isOpen = false;

  constructor(format: "ndjson" | "json-array", maxMessageBytes: number) {
    this.#isArray = format === "json-array";
    this.#message = new BoundedBytes(maxMessageBytes);
  }

  *push(chunk: Uint8Array): Iterable<StreamMessage> {
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] as number;
      if (this.#inside === "nothing") {
        if (this.#begin(byte)) start = i;
        continue;
      }
      const isOver = this.#inside === "line" ? this.#endsLine(byte) : this.#endsBrackets(byte);
      if (!isOver) continue;
      // The closing bracket belongs to its value; what ends a line is looked at again.
      const end = this.#depth === 0 && this.#inside === "brackets" ? i + 1 : i;
      yield this.#finish(chunk.subarray(start, end));
      i = end - 1;
    }
    if (this.#inside !== "nothing") this.#message.add(chunk.subarray(start));
  }

  *end(): Iterable<StreamMessage> {
    const rest = this.#message.take();
    if (this.#inside === "brackets" || this.#isOpen) throw endedEarly(textOf(rest));
    if (this.#inside === "line") yield this.#finish(rest);
  }

  /** Whether a value begins with this byte. */
  #begin(byte: number): boolean {
    if (byte <= SPACE || byte === COMMA || MARK.includes(byte)) return false;
    if (this.#isArray && byte === (this.#isOpen ? CLOSE_BRACKET : OPEN_BRACKET)) {
      this.#isOpen = !this.#isOpen;
      return false;
    }
    const isBracket = byte === OPEN_BRACE || byte === OPEN_BRACKET;
    this.#inside = isBracket ? "brackets" : "line";
    this.#depth = isBracket ? 1 : 0;
    this.#isQuoted = byte === QUOTE;
    return true;
  }

  #endsBrackets(byte: number): boolean {
    if (this.#isQuoted) {
      this.#readQuoted(byte);
      // No string of JSON goes over a line: what is broken here need not swallow all that follows.
      return byte === LF || byte === CR;
    }
    if (byte === QUOTE) this.#isQuoted = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#depth++;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) this.#depth--;
    return this.#depth === 0;
  }

  #endsLine(byte: number): boolean {
    if (byte === LF || byte === CR) return true;
    if (!this.#isOpen) return false;
    if (this.#isQuoted) this.#readQuoted(byte);
    else return byte === COMMA || byte === CLOSE_BRACKET;
    return false;
  }

  #readQuoted(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === BACKSLASH) this.#isEscaped = true;
    else if (byte === QUOTE) this.#isQuoted = false;
  }

  #finish(last: Uint8Array): StreamMessage {
    const text = textOf(this.#message.take(last));
    const isBracketed = this.#inside === "brackets";
    this.#inside = "nothing";
    const json = parseJson(text);
    if (json !== undefined) return json;
    if (isBracketed) throw notDecodable("JSON", text);
    // Words among the JSON are not the service's.
    return { value: text.trim(), failed: true };
  }
}

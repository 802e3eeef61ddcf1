import { member } from "../wire/members.js";
import { BoundedBytes, checkSize } from "./bounded-bytes.js";
import { endedEarly, notDecodable } from "./broken-stream.js";
import { gunzip } from "./gunzip.js";
import type { MessageSplitter, StreamMessage } from "./message-splitter.js";
import { parseJson, textOf } from "./parse-json.js";

/** One byte of flags, four of length. */
const PREFIX_BYTES = 5;
const COMPRESSED = 0x01;
const END_OF_STREAM = 0x02;

/** What the headers of a Connect stream say of its messages. */
export interface ConnectCoding {
  /** `application/connect+json` or `application/connect+proto`. */
  readonly contentType: string;
  /** `connect-content-encoding`. */
  readonly encoding: string;
}

/**
 * Cuts the envelopes of a Connect stream. A message is its JSON, or its bytes where it is none.
 *
 * @see https://connectrpc.com/docs/protocol#streaming-rpcs
 */
export class ConnectSplitter implements MessageSplitter {
  readonly #maxBytes: number;
  readonly #coding: ConnectCoding;
  readonly #bytes: BoundedBytes;
  /** Flags of the envelope whose payload is being read. */
  #flags: number | undefined;
  #wanted = PREFIX_BYTES;

  constructor(maxMessageBytes: number, coding: ConnectCoding) {
    this.#maxBytes = maxMessageBytes;
    this.#coding = coding;
    this.#bytes = new BoundedBytes(Math.max(maxMessageBytes, PREFIX_BYTES));
  }

  async *push(chunk: Uint8Array): AsyncIterable<StreamMessage> {
    let rest = chunk;
    for (;;) {
      const part = rest.subarray(0, this.#wanted - this.#bytes.length);
      rest = rest.subarray(part.length);
      this.#bytes.add(part);
      if (this.#bytes.length < this.#wanted) return;
      // A copy: the chunk is its source's to write to again.
      const bytes = this.#bytes.take();
      if (this.#flags === undefined) {
        this.#readPrefix(bytes);
      } else {
        yield await this.#decode(this.#flags, bytes);
        this.#flags = undefined;
        this.#wanted = PREFIX_BYTES;
      }
    }
  }

  // biome-ignore lint/correctness/useYield: a stream ends with an envelope of its own; without it nothing is complete
  *end(): Iterable<StreamMessage> {
    throw endedEarly();
  }

  #readPrefix(prefix: Uint8Array): void {
    const view = new DataView(prefix.buffer, prefix.byteOffset);
    this.#flags = view.getUint8(0);
    this.#wanted = view.getUint32(1);
    checkSize(this.#wanted, this.#maxBytes);
  }

  async #decode(flags: number, payload: Uint8Array): Promise<StreamMessage> {
    const bytes =
      flags & COMPRESSED ? await gunzip(payload, this.#coding.encoding, this.#maxBytes) : payload;
    if ((flags & END_OF_STREAM) === 0) return { value: this.#message(bytes) };
    const value = this.#json(bytes);
    const failed = (member(value, "error") ?? null) !== null;
    return { value, failed, last: true, contentType: "application/connect+json" };
  }

  #message(bytes: Uint8Array): unknown {
    const { contentType } = this.#coding;
    if (contentType.startsWith("application/connect+json")) return this.#json(bytes);
    if (contentType.startsWith("application/connect+")) return bytes;
    const json = parseJson(textOf(bytes));
    return json === undefined ? bytes : json.value;
  }

  #json(bytes: Uint8Array): unknown {
    const text = textOf(bytes);
    const json = parseJson(text);
    if (json === undefined) throw notDecodable("JSON", text);
    return json.value;
  }
}

import { Code } from "../status/code.js";
import { failure } from "./failure.js";

const NONE = /* @__PURE__ */ new Uint8Array(0);

/**
 * Bytes collected from chunks, up to a bound. The room doubles as it fills, so that a megabyte in chunks
 * of one byte costs no more than in one.
 */
export class BoundedBytes {
  readonly #maxBytes: number;
  #bytes = NONE;
  #length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get length(): number {
    return this.#length;
  }

  /** @throws RpcError RESOURCE_EXHAUSTED for more than the bound. */
  add(part: Uint8Array): void {
    const length = this.#length + part.length;
    checkSize(length, this.#maxBytes);
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(part, this.#length);
    this.#length = length;
  }

  /** All bytes with `last` at their end; nothing is left. No copy is made where `last` is all. */
  take(last: Uint8Array = NONE): Uint8Array {
    if (this.#length === 0) {
      checkSize(last.length, this.#maxBytes);
      return last;
    }
    this.add(last);
    const taken = this.#bytes.subarray(0, this.#length);
    this.#bytes = NONE;
    this.#length = 0;
    return taken;
  }
}

/** @throws RpcError RESOURCE_EXHAUSTED, as gRPC's clients do, for a message of more bytes than are read. */
export function checkSize(bytes: number, maxBytes: number): void {
  if (bytes <= maxBytes) return;
  throw failure(Code.RESOURCE_EXHAUSTED, `a message is larger than ${maxBytes} bytes`, "local");
}

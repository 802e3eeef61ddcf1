import { type Bytes, joinBytes } from "./body-start.js";

/** What precedes each frame of Connect and gRPC-Web: a byte of flags and the length. */
const HEAD = 5;

/** The frame that ends a stream, and what is to become of it. */
export interface LastFrame {
  /** Flags of the frame. A compressed one has another bit set, and passes as it is. */
  readonly flags: number;
  /** Gives another payload for one that Connect would not read; `undefined` leaves it. */
  readonly mend: (payload: Bytes) => Bytes | undefined;
}

/** Writes one frame. */
export function writeFrame(flags: number, payload: Uint8Array): Bytes {
  const frame = new Uint8Array(HEAD + payload.length);
  frame[0] = flags;
  new DataView(frame.buffer).setUint32(1, payload.length);
  frame.set(payload, HEAD);
  return frame;
}

/** Whether bytes are whole frames up to one with these flags. */
export function hasFrame(bytes: Bytes, flags: number): boolean {
  for (let at = 0, end = 0; ; at = end) {
    end = frameEnd(bytes, at);
    if (end > bytes.length) return false;
    if (bytes[at] === flags) return true;
  }
}

/**
 * The same answer with its last frame mended. Everything before passes as it comes, never held back, and
 * so does a last frame of more than `maxBytes`.
 */
export function mendLastFrame(
  response: Response,
  last: LastFrame & { readonly maxBytes: number },
): Response {
  const reader = response.body?.getReader();
  if (reader === undefined) return response;
  const mender = new LastFrameMender(last, last.maxBytes);
  const body = new ReadableStream<Bytes>({
    async pull(controller) {
      // Nobody asks again where nothing was given.
      for (let given = 0; given === 0; ) {
        const { done, value } = await reader.read();
        const parts = done ? mender.rest() : mender.take(value);
        for (const part of parts) controller.enqueue(part);
        if (done) return controller.close();
        given = parts.length;
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return new Response(body, response);
}

class LastFrameMender {
  readonly #last: LastFrame;
  readonly #maxBytes: number;
  /** What came of a frame that is not whole yet: a head, or the last frame. */
  #held: Bytes[] = [];
  #heldSize = 0;
  /** How many bytes have to be held before anything more can be said. */
  #needed = HEAD;
  /** How much of an ordinary frame is still to come. */
  #open = 0;

  constructor(last: LastFrame, maxBytes: number) {
    this.#last = last;
    this.#maxBytes = maxBytes;
  }

  /** Takes the next bytes; gives those that may go on. */
  take(chunk: Bytes): Bytes[] {
    this.#held.push(chunk);
    this.#heldSize += chunk.length;
    if (this.#open === 0 && this.#heldSize < this.#needed) return [];
    let bytes = joinBytes(this.#held);
    const parts: Bytes[] = [];
    for (;;) {
      const passing = this.#skipOrdinary(bytes);
      if (passing > 0) parts.push(bytes.subarray(0, passing));
      bytes = bytes.subarray(passing);
      this.#needed = frameEnd(bytes, 0);
      if (this.#needed > bytes.length) break;
      parts.push(this.#mend(bytes.subarray(0, this.#needed)));
      bytes = bytes.subarray(this.#needed);
    }
    this.#held = [bytes];
    this.#heldSize = bytes.length;
    return parts;
  }

  /** What is held where nothing follows: an answer that was cut off, as Connect is to say. */
  rest(): Bytes[] {
    return this.#heldSize > 0 ? [joinBytes(this.#held)] : [];
  }

  /** How many bytes at the start belong to ordinary frames. */
  #skipOrdinary(bytes: Bytes): number {
    let at = Math.min(this.#open, bytes.length);
    this.#open -= at;
    while (at + HEAD <= bytes.length) {
      const end = frameEnd(bytes, at);
      if (bytes[at] === this.#last.flags && end - at <= HEAD + this.#maxBytes) break;
      this.#open = Math.max(end - bytes.length, 0);
      at = end - this.#open;
    }
    return at;
  }

  #mend(frame: Bytes): Bytes {
    const payload = this.#last.mend(frame.subarray(HEAD));
    return payload === undefined ? frame : writeFrame(this.#last.flags, payload);
  }
}

/** Where a frame ends, be it there or not; of a head that is not whole, where that ends. */
function frameEnd(bytes: Bytes, at: number): number {
  const payload = at + HEAD;
  if (payload > bytes.length) return payload;
  return payload + new DataView(bytes.buffer, bytes.byteOffset + at + 1).getUint32(0);
}

import type { WebCall } from "./web-call.js";

export type Bytes = Uint8Array<ArrayBuffer>;

/** The longest delay that timers of JavaScript keep: longer ones fire at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/**
 * The body of a failed answer as far as the limits allow. Where the connection breaks in the middle, what
 * came before counts: HTTP status and headers are known, and say more than "terminated".
 *
 * @throws the reason of the signal, once the caller has aborted.
 */
export async function readFailedBody(
  { body }: Response,
  { maxBodyBytes, bodyTimeoutMs, signal }: WebCall,
): Promise<Bytes> {
  if (!body) return new Uint8Array(0);
  const reader = body.getReader();
  // Ends a read that is under way, and lets go of the connection.
  const stop = () => void reader.cancel().catch(() => {});
  const timer = setTimeout(stop, Math.min(bodyTimeoutMs, MAX_DELAY_MS));
  const chunks: Bytes[] = [];
  try {
    if (!(await readStart(reader, maxBodyBytes, chunks))) stop();
  } catch {
    // The status still tells that something failed.
  } finally {
    clearTimeout(timer);
  }
  if (signal?.aborted) throw signal.reason;
  return joinBytes(chunks).subarray(0, maxBodyBytes);
}

/** A body of which the start was read, and can be read again. */
interface PeekedBody {
  /** All of it; `undefined` where it is longer than was asked for. */
  readonly bytes?: Bytes;
  readonly body: BodyInit;
}

/**
 * Reads a body if it is no longer than `maxBytes`; of a longer one nothing is lost, nor read twice.
 *
 * @throws what reading throws.
 */
export async function peekBody(body: ReadableStream<Bytes>, maxBytes: number): Promise<PeekedBody> {
  const reader = body.getReader();
  const chunks: Bytes[] = [];
  const isWhole = await readStart(reader, maxBytes, chunks);
  const bytes = joinBytes(chunks);
  if (isWhole) return { bytes, body: bytes };
  const again = new ReadableStream<Bytes>({
    start: (controller) => controller.enqueue(bytes),
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return { body: again };
}

/** Reads into `chunks`; gives whether the end came before there was more than `maxBytes`. */
async function readStart(
  reader: ReadableStreamDefaultReader<Bytes>,
  maxBytes: number,
  chunks: Bytes[],
): Promise<boolean> {
  for (let size = 0; size <= maxBytes; ) {
    const { done, value } = await reader.read();
    if (done) return true;
    chunks.push(value);
    size += value.length;
  }
  return false;
}

/** One array of many. */
export function joinBytes(chunks: readonly Bytes[]): Bytes {
  const joined = new Uint8Array(chunks.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}

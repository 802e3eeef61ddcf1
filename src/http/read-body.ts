import { BoundedBytes } from "./bounded-bytes.js";
import type { ChunkReader } from "./chunk-reader.js";

/** The most that is read of an error's body. Errors have some kilobytes; a megabyte leaves room for pages. */
export const MAX_BODY_BYTES = 1 << 20;

/** How long an error's body is waited for, where the caller says nothing: the status is known already. */
export const BODY_TIMEOUT_MS = 10_000;

/** The longest delay that timers of JavaScript keep: longer ones fire at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** How much of a body is read. */
export interface BodyBounds {
  readonly maxBytes?: number;
  readonly timeoutMs?: number | undefined;
  /** Ends the reading. */
  readonly signal?: AbortSignal | undefined;
}

/** Reads a body within bounds. Total: where it breaks off, what came before counts. */
export async function readBody(
  chunks: ChunkReader,
  { maxBytes = MAX_BODY_BYTES, timeoutMs = BODY_TIMEOUT_MS, signal }: BodyBounds = {},
): Promise<{ readonly bytes: Uint8Array; readonly isWhole: boolean }> {
  const stop = () => chunks.cancel();
  const timer = setTimeout(stop, Math.min(timeoutMs, MAX_DELAY_MS));
  signal?.addEventListener("abort", stop);
  if (signal?.aborted) stop();
  const read = new BoundedBytes(maxBytes);
  let isWhole = false;
  try {
    for (;;) {
      const chunk = await chunks.next();
      if (chunk === undefined) {
        isWhole = !chunks.isCancelled;
        break;
      }
      const room = maxBytes - read.length;
      read.add(chunk.subarray(0, room));
      if (chunk.length > room) break;
    }
  } catch {
    // The connection broke, or the chunks are none: the status still tells that something failed.
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
    stop();
  }
  return { bytes: read.take(), isWhole };
}

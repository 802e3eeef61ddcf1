import {
  type ChunkSource,
  errorsInStream,
  type ResponseLike,
  type StreamOptions,
} from "../../src/entry/http.js";

/** What a stream gave before it ended, and the error it ended with. */
export interface Collected {
  readonly messages: readonly unknown[];
  readonly error?: unknown;
}

/** Reads a stream to its end. */
export async function collect(
  source: ResponseLike | ChunkSource,
  options?: StreamOptions,
): Promise<Collected> {
  const messages: unknown[] = [];
  try {
    for await (const message of errorsInStream(source, options)) messages.push(message);
    return { messages };
  } catch (error) {
    return { messages, error };
  }
}

/** Gives chunks one by one, as a program may. */
export async function* chunked<T>(...chunks: readonly T[]): AsyncGenerator<T, void, undefined> {
  yield* chunks;
}

/** Gives chunks one by one, as the platform does. */
export function streamOf<T>(...chunks: readonly T[]): ReadableStream<T> {
  const rest = chunks[Symbol.iterator]();
  return new ReadableStream<T>({
    pull(controller) {
      const { done, value } = rest.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

/** One envelope of the Connect protocol: flags, length, payload. */
export function envelope(flags: number, payload: string | Uint8Array): Uint8Array {
  const bytes = typeof payload === "string" ? new TextEncoder().encode(payload) : payload;
  const framed = new Uint8Array(5 + bytes.length);
  framed[0] = flags;
  new DataView(framed.buffer).setUint32(1, bytes.length);
  framed.set(bytes, 5);
  return framed;
}

/** Several pieces of bytes as one. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

import { partsFromHttp } from "../dialects/http-answer.js";
import { RpcError } from "../error/rpc-error.js";
import { type HeadersLike, headerValues } from "../wire/headers.js";
import { member } from "../wire/members.js";
import { ChunkReader, type ChunkSource } from "./chunk-reader.js";
import { createSplitter } from "./create-splitter.js";
import { isResponse, isSuccess, type ResponseLike } from "./error-from-response.js";
import { statusFailure } from "./failure.js";
import { errorFromAbort, errorFromNetwork } from "./fetch-failure.js";
import type { StreamMessage } from "./message-splitter.js";
import { readBody } from "./read-body.js";
import { errorFromMessage, type StreamAnswer } from "./stream-error.js";
import { STREAM_FORMATS, type StreamFormat } from "./stream-format.js";

/** The largest message that is read, where the caller says nothing: as gRPC's clients have it. */
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

/** How {@link errorsInStream} reads. */
export interface StreamOptions {
  /** How messages follow each other. Default: as the content type says, else as the first bytes look. */
  readonly format?: StreamFormat;
  /** The largest message, in bytes. A larger one ends the stream with RESOURCE_EXHAUSTED. Default: 4 MiB. */
  readonly maxMessageBytes?: number;
  /** Ends the reading with CANCELLED, or DEADLINE_EXCEEDED for `AbortSignal.timeout`. */
  readonly signal?: AbortSignal;
  /** HTTP status of the answer, where the source is no `Response`. One that says failure is thrown as such. */
  readonly httpStatus?: number;
  /** Headers of the answer, where the source is no `Response`. */
  readonly headers?: HeadersLike;
}

/**
 * Reads a stream message by message, and throws an `RpcError` where one of them is an error: after HTTP 200
 * there is no other place for it. Chunks may be cut anywhere, also inside a character.
 *
 * Yields what each format calls a message: the JSON values of NDJSON and of an array, the data of server-sent
 * events (parsed JSON, or text where it is none; `[DONE]` ends the stream), the payload of Connect's envelopes
 * (parsed JSON, else bytes). Every message before an error is yielded first.
 *
 * Thrown are, besides what the service says: the error of an answer that is no 2xx; UNAVAILABLE for a
 * connection that breaks and for a stream that ends inside a message, with `origin` `"transport"`;
 * RESOURCE_EXHAUSTED for a message above `maxMessageBytes`; INTERNAL for one that does not decode. What is
 * no stream, such as a proxy's page, is an error with its text.
 *
 * The source is let go of at the end, at an error, and when the loop is left early.
 *
 * @example
 * for await (const chunk of errorsInStream<Completion>(await fetch(url, request))) {
 *   process.stdout.write(chunk.choices[0]?.delta.content ?? "");
 * }
 *
 * @typeParam Message - what the service documents as its messages; nobody checks it.
 * @throws TypeError at once for wrong options, and for a body that was read before or is being read.
 */
export function errorsInStream<Message = unknown>(
  source: ResponseLike | ChunkSource,
  options: StreamOptions = {},
): AsyncGenerator<Message, void, undefined> {
  checkOptions(options);
  const chunks = new ChunkReader(bodyOf(source));
  const answer = isResponse(source) ? source : undefined;
  const headers = answer?.headers ?? options.headers;
  const messages = readMessages<Message>(chunks, {
    ...options,
    answer,
    httpStatus: answer?.status ?? options.httpStatus,
    headers,
    contentType: String(headerValues(headers, "content-type")[0] ?? "").toLowerCase(),
  });
  const leave = messages.return.bind(messages);
  // A generator waits for its pending pull before it returns, and a silent source never ends that.
  const leaveAtOnce: typeof leave = (value) => {
    chunks.cancel();
    return leave(value);
  };
  return Object.assign(messages, { return: leaveAtOnce });
}

/** What is read, and how. */
interface Reading extends Omit<StreamOptions, "headers" | "httpStatus">, StreamAnswer {
  readonly answer: Response | undefined;
}

async function* readMessages<Message>(
  chunks: ChunkReader,
  reading: Reading,
): AsyncGenerator<Message, void, undefined> {
  const { signal } = reading;
  const stop = () => chunks.cancel();
  signal?.addEventListener("abort", stop);
  try {
    signal?.throwIfAborted();
    await throwFailedAnswer(chunks, reading);
    for await (const message of splitMessages(chunks, reading)) {
      signal?.throwIfAborted();
      const error = errorFromMessage(message, reading);
      if (error !== undefined) throw error;
      if (message.last) return;
      yield message.value as Message;
    }
    signal?.throwIfAborted();
  } catch (thrown) {
    if (signal?.aborted) throw errorFromAbort(signal.reason);
    throw chunks.isStream ? errorFromNetwork(thrown) : RpcError.from(thrown);
  } finally {
    signal?.removeEventListener("abort", stop);
    stop();
  }
}

/** An answer that failed has no messages; its body is one error, and so may its headers be alone. */
async function throwFailedAnswer(chunks: ChunkReader, reading: Reading): Promise<void> {
  const { httpStatus: status, headers, signal, answer } = reading;
  // 0: a browser does not tell.
  if (!status) return;
  const body = isSuccess(status) ? undefined : (await readBody(chunks, { signal })).bytes;
  const parts = partsFromHttp({ status, ...(headers && { headers }), ...(body && { body }) });
  if (parts !== undefined) throw RpcError.fromParts(parts, answer);
  if (!isSuccess(status)) throw statusFailure(status, answer);
}

async function* splitMessages(
  chunks: ChunkReader,
  reading: Reading,
): AsyncGenerator<StreamMessage, void, undefined> {
  const splitter = createSplitter(reading, reading.maxMessageBytes ?? MAX_MESSAGE_BYTES);
  for (;;) {
    const chunk = await chunks.next();
    if (chunks.isCancelled) return;
    if (chunk === undefined) break;
    yield* splitter.push(chunk);
  }
  yield* splitter.end();
}

/** Of a `Response` its body; an empty source where it has none. */
function bodyOf(source: ResponseLike | ChunkSource): ChunkSource {
  if (isResponse(source) && source.bodyUsed) {
    throw new TypeError("the body of the response was read before");
  }
  const body = isResponse(source) ? (source.body ?? new Blob([]).stream()) : source;
  const readable = ["getReader", Symbol.asyncIterator].some(
    (name) => typeof member(body, name) === "function",
  );
  if (readable) return body as ChunkSource;
  throw new TypeError(`source must be a Response or a stream, not ${typeof source}`);
}

function checkOptions({ format, maxMessageBytes }: StreamOptions): void {
  if (format !== undefined && !STREAM_FORMATS.includes(format)) {
    throw new TypeError(`format must be one of ${STREAM_FORMATS.join(", ")}, not ${format}`);
  }
  if (maxMessageBytes !== undefined && !(maxMessageBytes > 0)) {
    throw new TypeError(`maxMessageBytes must be more than 0, not ${maxMessageBytes}`);
  }
}

import { type HeadersLike, headerValues } from "../../../src/wire/headers.js";

/** What a poll is told, the way to abort it, and the headers that it handed back. */
export function pollContext(timeoutMs = 5_000) {
  const abort = new AbortController();
  const received: HeadersLike[] = [];
  const onHeaders = (headers: HeadersLike) => void received.push(headers);
  const header = (name: string) => received.flatMap((headers) => headerValues(headers, name));
  return { abort, header, context: { signal: abort.signal, timeoutMs, onHeaders } };
}

/** What a source is told of a page. */
export function listContext(pageToken = "", timeoutMs = 5_000) {
  const { context, ...rest } = pollContext(timeoutMs);
  return { ...rest, context: { ...context, pageToken } };
}

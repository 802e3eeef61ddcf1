/**
 * The headers of an answer with another body: request ids, `retry-after` and all others stay, what
 * described the old body goes.
 */
export function rewrittenHeaders(headers: Headers, contentType: string): Headers {
  const rewritten = new Headers(headers);
  rewritten.delete("content-length");
  rewritten.delete("content-encoding");
  rewritten.set("content-type", contentType);
  return rewritten;
}

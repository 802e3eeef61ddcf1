/**
 * Names that belong to a protocol or a connection, and so to no error: a `grpc-status` among the trailers
 * would change the outcome of the call, a length or an encoding of another answer break this one, and of
 * those that HTTP/2 forbids Node throws where nobody catches: the client would wait for its deadline.
 */
const RESERVED =
  /^(:.*|grpc-(?!retry-pushback-ms$).*|connect-.*|content-.*|te|trailer|transfer-encoding|(proxy-)?connection|keep-alive|upgrade|http2-settings|date|host)$/;

/** Whether a header, its name in lower case, must not travel with an error. */
export function isReservedHeader(name: string): boolean {
  return RESERVED.test(name);
}

import type { ErrorVia } from "../status/error-parts.js";
import { partsFromTrailers } from "../status/read-trailers.js";
import type { HeadersLike } from "../wire/headers.js";
import { attachReceived, receivedCall } from "./received.js";

/**
 * Hangs on an error of Connect's what it does not say itself of its call. Does nothing where that was done
 * before.
 *
 * @param metadata - of the error: over gRPC the trailers are among it, and say what Connect may have read
 *   otherwise, which lets the code of the details win over `grpc-status`.
 */
export function rememberConnectCall(error: object, metadata: HeadersLike, via: ErrorVia): void {
  if (receivedCall(error) !== undefined) return;
  const parts = () => (via === "connect" ? undefined : partsFromTrailers(metadata, { via }));
  attachReceived(error, { via, parts });
}

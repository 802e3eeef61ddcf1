import { ConnectError, type Interceptor } from "@connectrpc/connect";
import { type CallSite, outgoingError, type ServerErrorOptions } from "../error/outgoing.js";
import { deliberateConnectError } from "./deliberate-connect-error.js";
import { toConnectError } from "./to-connect-error.js";

/**
 * An interceptor for Connect servers: whatever a handler throws, in a unary call or in the middle of a
 * stream, the client gets an answer that it can decode and that leaks nothing.
 *
 * - An `RpcError` made in this process goes out with its details, less `DebugInfo`.
 * - So does a `ConnectError` made in this process, by the handler or by Connect itself.
 * - Everything else becomes INTERNAL "internal error" with a `RequestInfo` id; the original goes to
 *   `onError`.
 *
 * Put it first, so that it sees what the other interceptors throw.
 *
 * @example
 * connectNodeAdapter({ routes, interceptors: [serverInterceptor({ onError })] });
 */
export function serverInterceptor(options: ServerErrorOptions = {}): Interceptor {
  return (next) => async (request) => {
    const site = { method: `/${request.service.typeName}/${request.method.name}` };
    const answer = (thrown: unknown) => outgoing(thrown, request.signal, options, site);
    try {
      const response = await next(request);
      if (!response.stream) return response;
      return { ...response, message: answering(response.message, answer) };
    } catch (thrown) {
      throw answer(thrown);
    }
  };
}

async function* answering<T>(
  messages: AsyncIterable<T>,
  answer: (thrown: unknown) => ConnectError,
): AsyncIterable<T> {
  try {
    yield* messages;
  } catch (thrown) {
    throw answer(thrown);
  }
}

function outgoing(
  thrown: unknown,
  signal: AbortSignal,
  options: ServerErrorOptions,
  site: CallSite,
): ConnectError {
  // Past its deadline a handler fails with whatever it was waiting for; the deadline is the reason.
  const reason: unknown =
    signal.aborted && signal.reason instanceof ConnectError ? signal.reason : thrown;
  return toConnectError(outgoingError(deliberateConnectError(reason) ?? reason, options, site));
}

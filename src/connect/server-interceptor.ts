import { Code, ConnectError, type Interceptor } from "@connectrpc/connect";
import { checkPolicy } from "../server/check-policy.js";
import type { ErrorPolicy } from "../server/error-policy.js";
import type { IncomingCall } from "../server/incoming-call.js";
import { judgeError } from "../server/outgoing-error.js";
import { deliberateConnectError } from "./deliberate-connect-error.js";
import { outgoingConnectError } from "./outgoing-connect-error.js";

/** What of a request the interceptor reads. */
interface Request {
  readonly header: Headers;
  readonly signal: AbortSignal;
  readonly service: { readonly typeName: string };
  readonly method: { readonly name: string };
}

/**
 * An interceptor for Connect servers: whatever a handler throws, in a unary call or in the middle of a
 * stream, the client gets an answer that it can decode and that leaks nothing.
 *
 * - An `RpcError` made in this process goes out with its details, less `DebugInfo`.
 * - So does a `ConnectError` made in this process, by the handler or by Connect itself.
 * - Everything else becomes INTERNAL "internal error" with a `RequestInfo` id; the original goes to
 *   `onError`. {@link ErrorPolicy} has the rules and how to change them.
 *
 * Put it first, so that it sees what the other interceptors throw.
 *
 * @param policy - may be the same object that `guard` and `encodeHttp` take.
 * @throws TypeError that names the value, for a policy that is none.
 *
 * @example
 * connectNodeAdapter({ routes, interceptors: [serverInterceptor({ onError })] });
 */
export function serverInterceptor(policy: ErrorPolicy = {}): Interceptor {
  checkPolicy(policy);
  return (next) => async (request) => {
    try {
      const response = await next(request);
      if (!response.stream) return response;
      return { ...response, message: answering(response.message, request, policy) };
    } catch (thrown) {
      throw answerTo(thrown, request, policy);
    }
  };
}

async function* answering<T>(
  messages: AsyncIterable<T>,
  request: Request,
  policy: ErrorPolicy,
): AsyncIterable<T> {
  try {
    yield* messages;
  } catch (thrown) {
    throw answerTo(thrown, request, policy);
  }
}

function answerTo(thrown: unknown, request: Request, policy: ErrorPolicy): ConnectError {
  const call = incomingCall(request);
  const verdict = judgeError(thrown, policy, call, deliberateConnectError);
  return outgoingConnectError(verdict, policy, call, request.header.get("content-type"));
}

function incomingCall({ header, signal, service, method }: Request): IncomingCall {
  return {
    method: `/${service.typeName}/${method.name}`,
    header: (name) => header.get(name) ?? undefined,
    // Past its deadline a handler fails with whatever it was waiting for.
    isOverdue: () =>
      signal.aborted &&
      signal.reason instanceof ConnectError &&
      signal.reason.code === Code.DeadlineExceeded,
  };
}

import {
  ConnectError,
  type Interceptor,
  type StreamResponse,
  type UnaryResponse,
} from "@connectrpc/connect";
import { viaFromContentType } from "../error/from/connect-error.js";
import { rememberConnectCall } from "../error/received-connect.js";
import { RpcError } from "../error/rpc-error.js";
import type { ErrorVia } from "../status/error-parts.js";
import { partsFromTrailers } from "../status/read-trailers.js";
import { GRPC_STATUS } from "../status/trailers.js";
import { callUnder } from "./retry/outer-layer.js";
import { receivedConnectError } from "./to-connect-error.js";

/**
 * An interceptor for Connect transports. A failed call still throws a `ConnectError`, as Connect insists;
 * `RpcError.from` opens it with every detail, all headers, and the protocol that carried it.
 *
 * It mends what Connect takes for a success although `grpc-status` says otherwise (a status message
 * whose code is 0), and, for streams over gRPC, a status lost to damaged details. A unary gRPC call with
 * damaged details reaches interceptors as `data_loss` with nothing left to mend.
 *
 * @example
 * const transport = createGrpcTransport({ baseUrl, interceptors: [clientInterceptor()] });
 */
export function clientInterceptor(): Interceptor {
  return (next) => async (request) => {
    // The transport has set the header before the interceptors run; a Connect GET has none.
    const via = viaFromContentType(request.header.get("content-type") ?? "");
    const contextValues = callUnder("clientInterceptor", request);
    try {
      const response = await next({ ...request, contextValues });
      if (response.stream) return { ...response, message: receiving(response, via) };
      const missed = missedFailure(response, via);
      if (missed !== undefined) throw missed;
      return response;
    } catch (thrown) {
      remember(thrown, via);
      // What Connect makes of its own deadline is the signal's reason, the same object for every call.
      remember(request.signal.reason, via);
      throw thrown;
    }
  };
}

/** The messages of a stream; what it throws at its end is kept, or replaced by what the trailers say. */
async function* receiving(response: StreamResponse, via: ErrorVia): StreamResponse["message"] {
  try {
    yield* response.message;
  } catch (thrown) {
    if (isReadFromTrailers(thrown)) {
      remember(thrown, via);
      throw thrown;
    }
    throw missedFailure(response, via, thrown) ?? remember(thrown, via);
  }
  const missed = missedFailure(response, via);
  if (missed !== undefined) throw missed;
}

function isReadFromTrailers(thrown: unknown): boolean {
  return thrown instanceof ConnectError && thrown.metadata.has(GRPC_STATUS);
}

/** The failure that trailers state, where Connect did not see it. */
function missedFailure(
  response: UnaryResponse | StreamResponse,
  via: ErrorVia,
  cause?: unknown,
): ConnectError | undefined {
  if (!response.trailer.has(GRPC_STATUS)) return undefined;
  const parts = partsFromTrailers(response.trailer, { via, headers: response.header });
  return parts === undefined ? undefined : receivedConnectError(RpcError.fromParts(parts, cause));
}

function remember<T>(thrown: T, via: ErrorVia): T {
  if (thrown instanceof ConnectError) rememberConnectCall(thrown, thrown.metadata, via);
  return thrown;
}

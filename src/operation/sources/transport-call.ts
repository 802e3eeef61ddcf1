import type {
  DescMessage,
  DescMethodUnary,
  MessageInitShape,
  MessageShape,
} from "@bufbuild/protobuf";
import { viaFromContentType } from "../../error/from/connect-error.js";
import { attachReceived, receivedCall } from "../../error/received.js";
import { rememberConnectCall } from "../../error/received-connect.js";
import { RpcError } from "../../error/rpc-error.js";
import { partsFromTrailers } from "../../status/read-trailers.js";
import { type HeadersLike, headerValues } from "../../wire/headers.js";
import { isObject, member } from "../../wire/members.js";
import { callTimeoutMs } from "./call-timeout.js";
import type { Provided } from "./provided.js";
import { type HeadersInput, sentHeaders } from "./sent-headers.js";
import type { CallContext, UnaryCall } from "./unary-call.js";
import { withinCall } from "./within-call.js";

/** What of Connect's `Transport` is needed. */
export interface TransportLike {
  /** Makes a call with one request and one response. */
  unary(method: never, ...rest: never[]): Promise<object>;
  /** Makes a call with a stream on either side, or on both. */
  stream(method: never, ...rest: never[]): Promise<object>;
}

/** Gives what makes calls over a Connect transport, with the interceptors that it has. */
export function transportCall(
  transport: TransportLike,
  headers: Provided<HeadersInput> | undefined,
): UnaryCall {
  return (method, input, context) =>
    withinCall({ signal: context.signal }, async (signal) => {
      const sent = await sentHeaders(headers);
      signal.throwIfAborted();
      return exchange(transport as unknown as Transport, method, input, sent, {
        ...context,
        signal,
      });
    });
}

async function exchange<Input extends DescMessage, Output extends DescMessage>(
  transport: Transport,
  method: DescMethodUnary<Input, Output>,
  input: MessageInitShape<Input>,
  sent: Headers,
  { signal, timeoutMs, onHeaders }: CallContext,
): Promise<MessageShape<Output>> {
  const answer = await transport
    .unary(method, signal, callTimeoutMs(timeoutMs), sent, input)
    .catch((thrown: unknown) => {
      const metadata = member(thrown, "metadata");
      if (!isObject(metadata)) throw thrown;
      onHeaders?.(metadata as HeadersLike);
      rememberCall(thrown as object, metadata as HeadersLike);
      throw thrown;
    });
  onHeaders?.(answer.header);
  onHeaders?.(answer.trailer);
  throwMissed(answer);
  return answer.message as MessageShape<Output>;
}

/** Connect takes a call for a success whose status message has the code 0, whatever `grpc-status` says. */
function throwMissed({ header, trailer }: Answer): void {
  if (headerValues(trailer, "grpc-status").length === 0) return;
  const parts = partsFromTrailers(trailer, { via: viaOf(header), headers: header });
  if (parts !== undefined) throw RpcError.fromParts(parts);
}

/** Does for a transport without interceptors what `clientInterceptor` does. */
function rememberCall(error: object, metadata: HeadersLike): void {
  const [contentType] = headerValues(metadata, "content-type");
  // Without an answer nobody knows the protocol; that there was a call is worth knowing all the same.
  if (contentType !== undefined) rememberConnectCall(error, metadata, viaOf(metadata));
  else if (receivedCall(error) === undefined) attachReceived(error, {});
}

function viaOf(headers: HeadersLike): ReturnType<typeof viaFromContentType> {
  return viaFromContentType(String(headerValues(headers, "content-type")[0] ?? ""));
}

interface Answer {
  readonly header: HeadersLike;
  readonly trailer: HeadersLike;
  readonly message: unknown;
}

/** A Connect transport, as far as it is called here. */
interface Transport {
  unary(
    method: DescMethodUnary,
    signal: AbortSignal,
    timeoutMs: number | undefined,
    header: Headers,
    input: object,
  ): Promise<Answer>;
}

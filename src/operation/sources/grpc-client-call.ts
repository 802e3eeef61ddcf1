import {
  create,
  type DescMessage,
  type DescMethodUnary,
  fromBinary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from "@bufbuild/protobuf";
import { attachReceived, receivedCall } from "../../error/received.js";
import type { HeadersLike } from "../../wire/headers.js";
import { isObject, member } from "../../wire/members.js";
import { callTimeoutMs } from "./call-timeout.js";
import { type Provided, provide } from "./provided.js";
import type { CallContext, UnaryCall } from "./unary-call.js";
import { withinCall } from "./within-call.js";

/** What of a grpc-js `Client` is needed; each client of a service is one. */
export interface GrpcClientLike {
  /** Makes a call with one request and one response. */
  makeUnaryRequest(method: string, ...rest: never[]): object;
}

/** What of a grpc-js `Metadata` is needed. */
export interface GrpcMetadataLike {
  /** The first value of each name. */
  getMap(): object;
  /** All values of each name. */
  toHttp2Headers(): object;
  /** A copy to write into. */
  clone(): object;
}

/** Gives what makes calls over a grpc-js client, with the interceptors that it has. */
export function grpcClientCall(
  client: GrpcClientLike,
  metadata: Provided<GrpcMetadataLike> | undefined,
): UnaryCall {
  return (method, input, context) =>
    withinCall({ signal: context.signal }, async (signal) => {
      // A copy: interceptors may write into what they are given.
      const sent = (await provide(metadata))?.clone();
      signal.throwIfAborted();
      return exchange(client as unknown as Client, method, input, sent, { ...context, signal });
    });
}

function exchange<Input extends DescMessage, Output extends DescMessage>(
  client: Client,
  method: DescMethodUnary<Input, Output>,
  input: MessageInitShape<Input>,
  metadata: object | undefined,
  { signal, timeoutMs, onHeaders }: CallContext,
): Promise<MessageShape<Output>> {
  const request = nodeBuffer(toBinary(method.input, create(method.input, input)));
  const deadlineMs = callTimeoutMs(timeoutMs);
  const options = deadlineMs === undefined ? {} : { deadline: Date.now() + deadlineMs };
  return new Promise((resolve, reject) => {
    let headers: HeadersLike | undefined;
    const call = client.makeUnaryRequest(
      `/${method.parent.typeName}/${method.name}`,
      (bytes) => bytes,
      // Not as a Buffer, which would go on into the message's own bytes.
      (bytes) => fromBinary(method.output, new Uint8Array(bytes)),
      request,
      ...(metadata === undefined ? ([options] as const) : ([metadata, options] as const)),
      (error, answer) => {
        signal.removeEventListener("abort", cancel);
        if (error === null) return resolve(answer as MessageShape<Output>);
        keepHeaders(error, headers);
        reject(error);
      },
    );
    const cancel = () => call.cancel();
    signal.addEventListener("abort", cancel, { once: true });
    call.on("metadata", (received) => {
      headers = received as HeadersLike;
      onHeaders?.(headers);
    });
    // Comes after the callback, and before anybody who awaits it.
    call.on("status", (status) => {
      const trailers = member(status, "metadata");
      if (isObject(trailers)) onHeaders?.(trailers as HeadersLike);
    });
  });
}

/** Does for a client without interceptors what `clientInterceptor` does. */
function keepHeaders(error: unknown, headers: HeadersLike | undefined): void {
  const trailers = member(error, "metadata");
  if (!isObject(trailers) || receivedCall(trailers) !== undefined) return;
  attachReceived(trailers, { via: "grpc", headers });
}

/** grpc-js copies requests by a method that its Buffers have and plain bytes have not. */
function nodeBuffer(bytes: Uint8Array): Uint8Array {
  const buffers = member(globalThis, "Buffer") as Buffers | undefined;
  return buffers?.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) ?? bytes;
}

interface Buffers {
  from(bytes: ArrayBufferLike, offset: number, length: number): Uint8Array;
}

type Callback = (error: unknown, answer?: unknown) => void;

/** A grpc-js client, as far as it is called here. */
interface Client {
  makeUnaryRequest(
    method: string,
    serialize: (message: Uint8Array) => Uint8Array,
    deserialize: (bytes: Uint8Array) => unknown,
    request: Uint8Array,
    ...rest: readonly [object, Callback] | readonly [object, object, Callback]
  ): Call;
}

interface Call {
  cancel(): void;
  on(event: "metadata" | "status", listener: (value: unknown) => void): unknown;
}

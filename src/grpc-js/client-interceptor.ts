import {
  InterceptingCall,
  type Interceptor,
  type Listener,
  type Metadata,
  type Requester,
} from "@grpc/grpc-js";
import { attachReceived } from "../error/received.js";
import { callBelow } from "./retry/interceptor-order.js";

const OK = 0;

/**
 * An interceptor that keeps what grpc-js drops of a failed call, so that `RpcError.from(error)` has it:
 * the headers that came before the trailers, where request ids live, and the decoded error, made once
 * and only when somebody asks.
 *
 * It reads nothing on the way and a call that succeeds costs two closures. Put it first, behind
 * `retryInterceptor` alone: interceptors after it see the call before it does, and may replace the status.
 *
 * @example
 * const client = new LibraryClient(address, credentials, { interceptors: [clientInterceptor()] });
 */
export function clientInterceptor(): Interceptor {
  return (options, nextCall) => {
    const call = callBelow("clientInterceptor", options, nextCall);
    return new InterceptingCall(call, REQUESTER);
  };
}

const REQUESTER: Requester = {
  start(metadata, _listener, next) {
    next(metadata, new ReceivingListener());
  },
};

/** Remembers the headers of one call and hangs them on the metadata of its failure. */
class ReceivingListener implements Listener {
  #headers: Metadata | undefined;

  // Two parameters on purpose: grpc-js takes a listener whose method has one for its own kind.
  readonly onReceiveMetadata: NonNullable<Listener["onReceiveMetadata"]> = (metadata, next) => {
    this.#headers = metadata;
    next(metadata);
  };

  readonly onReceiveStatus: NonNullable<Listener["onReceiveStatus"]> = (status, next) => {
    if (status.code !== OK)
      attachReceived(status.metadata, { via: "grpc", headers: this.#headers });
    next(status);
  };
}

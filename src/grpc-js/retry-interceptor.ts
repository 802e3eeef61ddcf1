import { InterceptingCall, type Interceptor } from "@grpc/grpc-js";
import {
  type RetryInterceptorOptions as CommonOptions,
  checkInterceptorOptions,
} from "../retry/interceptor-options.js";
import { RetryThrottle } from "../retry/retry-throttle.js";
import { type KnownService, withMethods } from "./retry/idempotent-methods.js";
import { checkOrder } from "./retry/interceptor-order.js";
import { RepeatedCall } from "./retry/repeated-call.js";

/** How a `retryInterceptor` repeats calls. */
export interface RetryInterceptorOptions extends Omit<CommonOptions, "idempotent"> {
  /**
   * Which methods may happen twice without harm: all or none, by path (`/library.v1.Library/GetBook`), or those of
   * these services whose `idempotency_level` says so: as protobuf-es generates them, or as proto-loader loads
   * them (`[LibraryClient.service]`). Default: none, since grpc-js does not show an interceptor the options of a
   * method.
   */
  readonly idempotent?: boolean | ((path: string) => boolean) | readonly KnownService[];
}

/**
 * An interceptor that makes a call again when its error advises it: at the time that the server asks for, else after
 * a growing pause, chosen at random. What to repeat is decided by `adviseRetry`: without `idempotent` only
 * what never reached the server, and what it refused in a way that is safe.
 *
 * Calls of all four kinds are repeated up to the first message of the answer. The headers of an answer are held
 * back until then, so that they are those of the attempt that counts; only a caller that is still sending gets
 * them at once, since it may wait for them, and that call is not repeated after them. What a caller streams is
 * kept up to `maxBufferBytes`, which costs a second serialization of each message; a call whose messages were changed
 * since they were sent is not repeated. The one message of the other kinds is kept as it is: do not change it
 * before the call is over.
 *
 * The caller's deadline holds for all attempts and pauses together, and every attempt tells the server what
 * is left of it. `attemptTimeoutMs` and `totalTimeoutMs` are kept by timers here, are not sent, and end with
 * the first message of a stream of answers. Without `totalTimeoutMs` its default is looked at between attempts only.
 *
 * The error of the last attempt is the call's; `attemptsOf(error)` has its history. A `retryPolicy` or
 * `hedgingPolicy` in the channel's service config is left its part: what it covers is not repeated here.
 *
 * Put it first, and only once. One interceptor is made for one target: its clients share a throttle.
 *
 * @example
 * const client = new LibraryClient(address, credentials, {
 *   interceptors: [retryInterceptor({ idempotent: [LibraryService] }), clientInterceptor()],
 * });
 *
 * @throws TypeError at once, that names the option, for wrong options. A call throws a TypeError where a
 *   `clientInterceptor` or another `retryInterceptor` comes before this one.
 * @see https://github.com/grpc/proposal/blob/master/A6-client-retries.md
 */
export function retryInterceptor(options: RetryInterceptorOptions = {}): Interceptor {
  checkInterceptorOptions(options as CommonOptions);
  const limits = withMethods(options);
  const throttle = limits.throttle === false ? undefined : (limits.throttle ?? new RetryThrottle());
  return (callOptions, nextCall) => {
    checkOrder(callOptions);
    return new InterceptingCall(
      new RepeatedCall({ options: callOptions, nextCall, limits, throttle }),
    );
  };
}

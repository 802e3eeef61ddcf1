import type { Interceptor } from "@connectrpc/connect";
import {
  checkInterceptorOptions,
  type RetryInterceptorOptions,
} from "../retry/interceptor-options.js";
import { callUnder } from "./retry/outer-layer.js";
import { RepeatedCall } from "./retry/repeated-call.js";
import { TargetThrottles } from "./retry/target-throttles.js";

/**
 * An interceptor for Connect transports that repeats calls as long as their errors advise it: at the time that
 * the server asks for, else after a growing pause. `adviseRetry` decides; a call is idempotent where
 * its `idempotency_level` or `options.idempotent` says so.
 *
 * Put it first, before `clientInterceptor`, so that each attempt is decoded by itself.
 *
 * - A stream of answers is repeated until its first message has arrived, and its headers are given to the
 *   caller together with that. From then on `attemptTimeoutMs` and `totalTimeoutMs` limit it no more.
 * - Of a stream of requests `maxBufferBytes` are kept: each message counts with its binary form and five bytes.
 * - The deadline of the call holds for all attempts, and each tells the server what is left of it.
 * - What the call fails with in the end is the last attempt's error, with all attempts on it (`attemptsOf`). Of
 *   a call that its caller aborts Connect makes an error of its own, without them.
 * - `grpc-previous-rpc-attempts` tells the server how many attempts there were. Pages send it to their own
 *   origin only: a browser refuses it elsewhere, unless the server has allowed it.
 *
 * @throws TypeError that names the option, for wrong options. A call whose interceptors stand in the wrong order
 *   fails with Connect's `unknown`, whose cause is a TypeError that says so.
 *
 * @example
 * const interceptors = [retryInterceptor({ totalTimeoutMs: 20_000 }), clientInterceptor()];
 * const transport = createConnectTransport({ baseUrl, interceptors });
 */
export function retryInterceptor(options: RetryInterceptorOptions = {}): Interceptor {
  checkInterceptorOptions(options);
  const throttles = new TargetThrottles(options.throttle);
  return (next) => async (request) => {
    const contextValues = callUnder("retryInterceptor", request);
    const throttle = throttles.of(request.url);
    return new RepeatedCall(next, { ...request, contextValues }, { ...options, throttle }).run();
  };
}

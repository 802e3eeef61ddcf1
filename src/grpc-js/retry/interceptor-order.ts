import type { CallBelow, CallOptions, NextCall } from "./call-below.js";

type OwnInterceptor = "clientInterceptor" | "retryInterceptor";

/**
 * The interceptor of ours whose layers below are being made, and the method of that call: grpc-js makes all
 * layers at once. A note on the call's options would cost each call more than all else that we do for it.
 */
let outer: OwnInterceptor | undefined;
/** grpc-js makes it anew for each call: another call that is made meanwhile has another. */
let outerMethod: object | undefined;

/** Makes the layers below an interceptor of ours, which can find out that they are. */
export function callBelow(
  interceptor: OwnInterceptor,
  options: CallOptions,
  nextCall: NextCall,
): CallBelow {
  const before = outer;
  const methodBefore = outerMethod;
  outer = interceptor;
  outerMethod = options.method_definition;
  try {
    return nextCall(options);
  } finally {
    outer = before;
    outerMethod = methodBefore;
  }
}

/**
 * Checks that nobody stands in front of a `retryInterceptor` who belongs behind it.
 *
 * @throws TypeError that says what to change.
 */
export function checkOrder({ method_definition }: CallOptions): void {
  if (outer === undefined || outerMethod !== method_definition) return;
  throw new TypeError(
    outer === "clientInterceptor"
      ? "put retryInterceptor before clientInterceptor: interceptors: [retryInterceptor(), clientInterceptor()]"
      : "a call must have one retryInterceptor, not two: their attempts would multiply",
  );
}

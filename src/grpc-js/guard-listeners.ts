import type { AnyCall } from "./any-call.js";
import type { CallAnswer } from "./call-answer.js";

/**
 * Makes the listeners of a call part of its handler: what one throws, or rejects with, fails the call. It
 * would otherwise end the process. An `error` event fails the call as well, and goes to the handler's own
 * listeners as it is.
 */
export function guardListeners(call: AnyCall, answer: CallAnswer): void {
  const fail = (thrown: unknown) => answer.fail(thrown);
  call.emit = (event: string | symbol, ...args: unknown[]) => {
    const isError = event === "error";
    const listeners = call.rawListeners(event);
    if (isError) fail(args[0]);
    for (const listener of listeners) {
      if (isError && answer.isOwn(listener)) continue;
      try {
        const returned: unknown = Reflect.apply(listener, call, args);
        if (returned instanceof Promise) returned.catch(fail);
      } catch (thrown) {
        fail(thrown);
      }
    }
    return isError || listeners.length > 0;
  };
}

import { GUARDED, type GuardedCallObject } from "./guard-stream.js";

/**
 * Emits an event on a guarded call, whose listeners are part of its handler: what one throws, or rejects
 * with, fails the call. It would otherwise end the process. An `error` event fails the call as well, and goes
 * to the handler's own listeners as it is.
 */
export function emitGuarded(
  this: GuardedCallObject,
  event: string | symbol,
  ...args: unknown[]
): boolean {
  const { answer } = this[GUARDED];
  const isError = event === "error";
  const listeners = this.rawListeners(event);
  if (isError) answer.fail(args[0]);
  for (const listener of listeners) {
    if (isError && answer.isOwn(listener)) continue;
    try {
      const returned: unknown = Reflect.apply(listener, this, args);
      if (returned instanceof Promise) returned.catch((reason) => answer.fail(reason));
    } catch (thrown) {
      answer.fail(thrown);
    }
  }
  return isError || listeners.length > 0;
}

import type { EventEmitter } from "node:events";

type Emit = (event: string | symbol, ...args: unknown[]) => boolean;

/**
 * Makes the listeners of a call part of its handler: what one throws, or rejects with, fails the call. It
 * would otherwise end the process. An `error` event fails the call as well.
 *
 * @returns what emits an event past this, `error` included.
 */
export function guardListeners(call: EventEmitter, fail: (thrown: unknown) => void): Emit {
  const emit: Emit = (event, ...args) => {
    const listeners = call.rawListeners(event);
    for (const listener of listeners) {
      try {
        const returned: unknown = Reflect.apply(listener, call, args);
        if (returned instanceof Promise) returned.catch(fail);
      } catch (thrown) {
        fail(thrown);
      }
    }
    return listeners.length > 0;
  };
  call.emit = (event: string | symbol, ...args: unknown[]) => {
    if (event !== "error") return emit(event, ...args);
    fail(args[0]);
    return true;
  };
  return emit;
}

import type { EventEmitter } from "node:events";

type Listener = (...args: unknown[]) => unknown;
type Fail = (thrown: unknown) => void;

/**
 * Makes the listeners of a call part of its handler: what one throws, or rejects with, fails the call. It
 * would otherwise end the process. An `error` event fails the call as well.
 *
 * @param emit - the emitter's own `emit`, which `fail` needs too.
 */
export function guardListeners(call: EventEmitter, emit: EventEmitter["emit"], fail: Fail): void {
  call.emit = (event, ...args: unknown[]) => {
    if (event === "error") {
      fail(args[0]);
      return true;
    }
    try {
      return emit.call(call, event, ...args);
    } catch (thrown) {
      fail(thrown);
      return true;
    }
  };
  const { on, once } = call;
  const add = (event: string | symbol, listener: Listener) =>
    on.call(call, event, catching(listener, fail));
  call.on = add;
  call.addListener = add;
  // Node's once() registers through on(); wrapped there, its listener could not remove itself.
  call.once = (event: string | symbol, listener: Listener) => {
    call.on = on;
    try {
      return once.call(call, event, isAsync(listener) ? catching(listener, fail) : listener);
    } finally {
      call.on = add;
    }
  };
}

function catching(listener: Listener, fail: Fail): Listener {
  const caught: Listener & { listener?: Listener } = function (this: unknown, ...args) {
    const returned = listener.apply(this, args);
    if (returned instanceof Promise) returned.catch(fail);
    return returned;
  };
  // removeListener() finds a wrapped listener by this member.
  caught.listener = listener;
  return caught;
}

function isAsync(listener: Listener): boolean {
  return listener.constructor.name === "AsyncFunction";
}

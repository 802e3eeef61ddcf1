import type { Metadata, sendUnaryData, UntypedServiceImplementation } from "@grpc/grpc-js";
import type { ServerErrorOptions } from "../error/outgoing.js";
import { guardCall } from "./guard-call.js";

/** What a handler with one answer may return instead of calling back. */
// biome-ignore lint/suspicious/noConfusingVoidType: handlers that call back return void
type Answer<Response> = Response | void | PromiseLike<Response | void>;

/** A handler of grpc-js as {@link guard} takes it: it may be async, and return its response. */
export type GuardedHandler<Handler> = Handler extends (...args: infer Args) => unknown
  ? Args extends [infer Call, sendUnaryData<infer Response>]
    ? (call: Call, callback: sendUnaryData<Response>) => Answer<Response>
    : Args extends [infer Call]
      ? (call: Call) => void | PromiseLike<void>
      : Handler
  : Handler;

/** A service's implementation whose handlers are {@link GuardedHandler}s. */
export type GuardedImplementation<Service> = {
  [Name in keyof Service]: GuardedHandler<Service[Name]>;
};

/** An implementation without the types of its service. */
export type UntypedImplementation = Readonly<Record<string, unknown>>;

/**
 * Wraps the handlers of a grpc-js service so that every call is answered, at once, whatever happens:
 * a throw, a rejected promise, an error called back, emitted, destroyed with, or thrown by a listener.
 *
 * - An `RpcError` made in this process goes out with its details, less `DebugInfo`.
 * - So does a status in grpc-js's own words: `{ code, details }` or `{ code, message }`, with a code from
 *   1 to 16, unless a client of this process received it. For that to be known, register
 *   {@link clientInterceptor} on clients of other services.
 * - Everything else becomes INTERNAL "internal error" with a `RequestInfo` id; the original goes to
 *   `onError`. Nothing of it reaches the client.
 *
 * A unary or client-streaming handler may return its response, or a promise of it, instead of calling
 * back; one that declares a callback, only a promise. `this` inside a handler is the implementation.
 *
 * @example
 * server.addService(LibraryService, guard({
 *   async getBook(call) {
 *     const book = await books.find(call.request.id);
 *     if (!book) throw new RpcError("NOT_FOUND", `book ${call.request.id} does not exist`);
 *     return book;
 *   },
 * }, { onError: (error, { requestId }) => log.error({ error, requestId }) }));
 */
export function guard(
  implementation: UntypedImplementation,
  options?: ServerErrorOptions,
): UntypedServiceImplementation;
export function guard<Service extends object>(
  implementation: GuardedImplementation<Service>,
  options?: ServerErrorOptions,
): Service;
export function guard(implementation: object, options: ServerErrorOptions = {}): object {
  if (typeof implementation !== "object" || implementation === null) {
    throw new TypeError(`guard needs an object of handlers, not ${String(implementation)}`);
  }
  const guarded: Record<string, unknown> = {};
  for (const name of handlerNames(implementation)) {
    const handler = (implementation as Record<string, unknown>)[name];
    guarded[name] =
      typeof handler === "function"
        ? wrap(handler as AnyHandler, implementation, options)
        : handler;
  }
  return guarded;
}

type AnyHandler = Parameters<typeof guardCall>[0]["handler"];
type AnyCall = Parameters<typeof guardCall>[0]["call"];
type AnyCallback = (
  error: object | null,
  value?: unknown,
  trailer?: Metadata,
  flags?: number,
) => void;

function wrap(handler: AnyHandler, self: object, options: ServerErrorOptions) {
  return (call: AnyCall, callback?: AnyCallback): void => {
    guardCall({ handler, self, call, callback, options });
  };
}

/** Names of an object's methods: its own, and those of the classes it is made of. */
function handlerNames(implementation: object): Set<string> {
  const names = new Set<string>();
  for (
    let level: object | null = implementation;
    level !== null && level !== Object.prototype;
    level = Object.getPrototypeOf(level)
  ) {
    for (const name of Object.getOwnPropertyNames(level))
      if (name !== "constructor") names.add(name);
  }
  return names;
}

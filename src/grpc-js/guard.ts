import type { sendUnaryData, UntypedServiceImplementation } from "@grpc/grpc-js";
import { checkPolicy } from "../server/check-policy.js";
import type { ErrorPolicy } from "../server/error-policy.js";
import type { AnyCall, AnyCallback } from "./any-call.js";
import { type GuardedCall, guardCall } from "./guard-call.js";
import { takesCallback } from "./takes-callback.js";

/** What a handler with one answer gives: the response, or a promise of it, or nothing where it calls back. */
// biome-ignore lint/suspicious/noConfusingVoidType: handlers that call back return void
export type Answer<Response> = Response | void | PromiseLike<Response | void>;

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
 * a throw, a rejected promise, an error called back, emitted, destroyed with, or thrown by a listener or an
 * interceptor.
 *
 * - An `RpcError` made in this process goes out with its details, less `DebugInfo`.
 * - So does a status in grpc-js's own words: `{ code, details }` or `{ code, message }`, with a code from
 *   1 to 16, unless a client of this process received it. For that to be known, register
 *   {@link clientInterceptor} on clients of other services.
 * - Everything else becomes INTERNAL "internal error" with a `RequestInfo` id; the original goes to
 *   `onError`. Nothing of it reaches the client. {@link ErrorPolicy} has the rules and how to change them.
 *
 * A unary or client-streaming handler may return its response, or a promise of it, instead of calling
 * back; one that declares a callback, only a promise. `this` inside a handler is the implementation.
 *
 * @param policy - may be the same object that `serverInterceptor` and `encodeHttp` take.
 * @throws TypeError that names the value, for an implementation or a policy that is none.
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
  policy?: ErrorPolicy,
): UntypedServiceImplementation;
export function guard<Service extends object>(
  implementation: GuardedImplementation<Service>,
  policy?: ErrorPolicy,
): Service;
export function guard(implementation: object, policy: ErrorPolicy = {}): object {
  if (typeof implementation !== "object" || implementation === null) {
    throw new TypeError(`guard needs an object of handlers, not ${String(implementation)}`);
  }
  checkPolicy(policy);
  const guarded: Record<string, unknown> = {};
  for (const name of handlerNames(implementation)) {
    const handler = (implementation as Record<string, unknown>)[name];
    guarded[name] =
      typeof handler === "function"
        ? wrap(handler as GuardedCall["handler"], implementation, policy)
        : handler;
  }
  return guarded;
}

function wrap(handler: GuardedCall["handler"], self: object, policy: ErrorPolicy) {
  const callsBack = takesCallback(handler);
  return (call: AnyCall, callback?: AnyCallback): void => {
    guardCall({ handler, callsBack, self, call, callback, policy });
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

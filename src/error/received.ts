import type { ErrorParts, ErrorVia } from "../status/error-parts.js";
import type { HeadersLike } from "../wire/headers.js";
import { member } from "../wire/members.js";

/**
 * What a client interceptor knows of a failed call and the framework's error does not say. It hangs on
 * an object that the error carries along, under a registered symbol so that every copy of this package
 * finds it, and not enumerable so that nobody prints it.
 */
export interface ReceivedCall {
  readonly via?: ErrorVia;
  /** Headers that came before the trailers: request ids live there. */
  readonly headers?: HeadersLike | undefined;
  /** Reads the failure from where the framework's error may differ from what came over the wire. */
  readonly parts?: () => ErrorParts | undefined;
  /** The decoded error, once somebody asked for it. */
  error?: Error;
  /** The framework's error that `error` belongs to. */
  decodedFrom?: unknown;
}

const RECEIVED = /* @__PURE__ */ Symbol.for("rpc-status.received");

/** Hangs what is known of a call on `carrier`. Does nothing where `carrier` cannot take it. */
export function attachReceived(carrier: object, call: ReceivedCall): void {
  Reflect.defineProperty(carrier, RECEIVED, { value: call, configurable: true });
}

/** What {@link attachReceived} left on an object. */
export function receivedCall(carrier: unknown): ReceivedCall | undefined {
  // Not through a proxy or getter: what attachReceived left is an own data property.
  try {
    return Object.getOwnPropertyDescriptor(Object(carrier), RECEIVED)?.value as
      | ReceivedCall
      | undefined;
  } catch {
    return undefined;
  }
}

/**
 * The error of a call, decoded at most once: kept with what the interceptor left, where it did.
 *
 * @param value - the framework's error; the call hangs on itself (Connect) or its metadata (grpc-js).
 */
export function receivedOnce<T extends Error>(
  value: unknown,
  decode: (parts: ErrorParts | undefined) => T,
): T {
  const call = findCall(value);
  if (call === undefined) return decode(undefined);
  // A status that somebody made with the metadata of another is not that other one.
  if (call.error !== undefined && isSameStatus(call.decodedFrom, value)) return call.error as T;
  const error = decode(call.parts?.());
  call.error = error;
  call.decodedFrom = value;
  return error;
}

function findCall(value: unknown): ReceivedCall | undefined {
  return receivedCall(value) ?? receivedCall(member(value, "metadata"));
}

function isSameStatus(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  return (["code", "details"] as const).every((name) => member(one, name) === member(other, name));
}

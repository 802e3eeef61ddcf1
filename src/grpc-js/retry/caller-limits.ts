import { propagate } from "@grpc/grpc-js";
import type { AnyCall } from "../any-call.js";
import type { CallOptions } from "./call-below.js";

type CallLimits = Pick<CallOptions, "deadline" | "parent" | "propagate_flags">;

/** How much time the caller gives a call, in milliseconds: its own deadline, or that of the call it serves. */
export function callerLimitMs(options: CallLimits): number {
  const { deadline, parent } = options;
  const own = deadline === undefined ? Number.POSITIVE_INFINITY : Number(deadline);
  const inherited =
    parent && inherits(options, propagate.DEADLINE)
      ? Number(parent.getDeadline())
      : Number.POSITIVE_INFINITY;
  const left = Math.min(own, inherited) - Date.now();
  // grpc-js takes an invalid date for no deadline.
  return Number.isNaN(left) ? Number.POSITIVE_INFINITY : Math.max(0, left);
}

/**
 * Tells when the call that this one serves is cancelled. Attempts learn it by themselves; a pause has
 * nobody who listens.
 *
 * @returns what ends the listening.
 */
export function onParentCancelled(options: CallLimits, cancel: () => void): () => void {
  // The type of grpc-js is a union, of which no member can be called.
  const parent = options.parent as AnyCall | undefined;
  if (!parent || !inherits(options, propagate.CANCELLATION)) return () => {};
  if (parent.cancelled) cancel();
  parent.on("cancelled", cancel);
  return () => parent.removeListener("cancelled", cancel);
}

function inherits({ propagate_flags }: CallLimits, flag: number): boolean {
  return ((propagate_flags ?? propagate.DEFAULTS) & flag) !== 0;
}

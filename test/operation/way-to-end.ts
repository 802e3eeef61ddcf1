import { RpcError } from "../../src/entry/index.js";
import type { WaitingWorld } from "./waiting-world.js";

/** A way in which waiting can end, and what it ends with. */
export interface WayToEnd {
  readonly ends: string;
  readonly run: (world: WaitingWorld) => Promise<string>;
  /** Set where it takes seconds by the system's clock, which no option makes less. */
  readonly isSlow?: true;
}

export const FAILED = "OperationFailedError";
export const NOT_FETCHED = "OperationPollError";
export const TIMED_OUT = "OperationTimeoutError, timeout";
export const ABORTED = "OperationTimeoutError, aborted";

export const DONE = { done: true };
export const FAILING = { error: { code: 8, message: "quota exceeded" } };
export const BROKEN = { ...DONE, ...FAILING };
export const CANCELLED = { done: true, error: { code: 1, message: "not needed" } };

export const boom = (): never => {
  throw new RangeError("boom");
};
export const refuse = async (): Promise<never> => boom();

/** Each rejects with an error of its own, which has the stack of whoever called. */
export const unauthenticated = async (): Promise<never> => {
  throw new RpcError("UNAUTHENTICATED", "expired");
};
export const unavailable = async (): Promise<never> => {
  throw new RpcError("UNAVAILABLE", "restarting");
};
export const unimplemented = async (): Promise<never> => {
  throw new RpcError("UNIMPLEMENTED", "no such call");
};

/** A promise of nobody's making that settles both ways: it gives a value unless there is an error, and more. */
export function settlingTwice(value: unknown, error?: Error): PromiseLike<unknown> {
  const then = (resolve: (value: unknown) => void, reject: (reason: unknown) => void) => {
    if (error !== undefined) reject(error);
    resolve(value);
    reject(new Error("late"));
    throw new Error("later");
  };
  return { then } as unknown as PromiseLike<unknown>;
}

/** Has the caller abort during a pause. */
export function abortInPause(world: WaitingWorld): WaitingWorld {
  world.onPause = world.abortSoon;
  return world;
}

/** Has the caller abort while somebody waits for what never comes. */
export function abortInHang(world: WaitingWorld): WaitingWorld {
  world.onHang = world.abortSoon;
  return world;
}

/** Has the caller abort before anything. */
export function abortBefore(world: WaitingWorld): WaitingWorld {
  world.controller.abort("enough");
  return world;
}

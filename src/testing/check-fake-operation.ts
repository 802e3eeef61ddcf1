import { RpcError } from "../error/rpc-error.js";
import type { OperationState } from "../operation/state.js";
import { Code } from "../status/code.js";
import { isObject } from "../wire/members.js";
import { shorten } from "../wire/shorten.js";
import { showValue } from "../wire/show-value.js";
import { checkFakeError } from "./check-fake-error.js";

/** What of an operation that is to be made needs a look. */
export interface UncheckedOperation {
  readonly id: string;
  readonly state: OperationState;
  readonly response?: object;
  readonly error?: RpcError;
}

/** What an operation says of its state. */
export interface CheckedOperation {
  readonly id: string;
  readonly done: boolean;
  readonly error: RpcError | undefined;
}

/** By what a state is told from the others. */
const STATES: Readonly<
  Record<OperationState, { readonly done: boolean; readonly fails: boolean }>
> = {
  running: { done: false, fails: false },
  failing: { done: false, fails: true },
  succeeded: { done: true, fails: false },
  failed: { done: true, fails: true },
  cancelled: { done: true, fails: true },
};

/**
 * Finds out what an operation of this state says.
 *
 * @throws TypeError for one that no service answers with, or that would be read as another state.
 */
export function checkFakeOperation(init: UncheckedOperation, style: string): CheckedOperation {
  const { id, state, response, error } = isObject(init) ? init : ({} as UncheckedOperation);
  if (style !== "yandex" && style !== "google")
    throw new TypeError(`style must be "yandex" or "google", not ${show(style)}`);
  if (typeof id !== "string" || id === "")
    throw new TypeError(`id must be the id of an operation, not ${show(id)}`);
  if (!Object.hasOwn(STATES, state)) throw new TypeError(`there is no state ${show(state)}`);
  if (state === "failing" && style === "google")
    throw new TypeError("failing is a state of Yandex Cloud's operations alone");
  if (response !== undefined && state !== "succeeded")
    throw new TypeError(`an operation that is ${state} has no response`);
  const { done, fails } = STATES[state];
  return { id, done, error: fails ? failureOf(state, error) : checkNone(state, error) };
}

function failureOf(state: OperationState, error: RpcError | undefined): RpcError {
  const isCancelled = state === "cancelled";
  if (error === undefined) {
    return isCancelled
      ? new RpcError("CANCELLED", "the operation was cancelled")
      : new RpcError("INTERNAL", "the operation failed");
  }
  checkFakeError(error, "fakeOperation");
  if (state !== "failing" && (error.code === Code.CANCELLED) !== isCancelled)
    throw new TypeError(`an operation that is ${state} has no error ${error.codeName}`);
  return error;
}

function checkNone(state: OperationState, error: RpcError | undefined): undefined {
  if (error !== undefined) throw new TypeError(`an operation that is ${state} has no error`);
}

function show(value: unknown): string {
  return shorten(showValue(value), 80);
}

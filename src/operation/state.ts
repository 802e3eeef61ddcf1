/**
 * Where an operation stands:
 *
 * - `"running"`: nothing decided yet
 * - `"failing"`: it has failed and is being rolled back; only Yandex Cloud reports this
 * - `"succeeded"`, `"failed"`, `"cancelled"`: over
 */
export type OperationState = "running" | "failing" | "succeeded" | "failed" | "cancelled";

/** Whether an operation in this state is over: nothing about it will change. */
export function isFinal(state: OperationState): boolean {
  return state !== "running" && state !== "failing";
}

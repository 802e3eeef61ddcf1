import type { OperationSnapshot } from "./operation-snapshot.js";
import { isFinal } from "./state.js";
import type { WatchOptions } from "./wait-options.js";

/** Whether nothing more is waited for: the operation is over, or failing is enough. */
export function isSettled(
  { state }: OperationSnapshot,
  { failFast = false }: WatchOptions,
): boolean {
  return isFinal(state) || (failFast && state === "failing");
}

import { showValue } from "../wire/show-value.js";
import {
  type OperationSnapshot,
  type OperationTypes,
  operationSnapshot,
} from "./operation-snapshot.js";
import { isFinal } from "./state.js";

/** What is known of an operation before it is asked for. */
export interface FirstSight {
  readonly operationId: string;
  /** `undefined` where only the id is known. */
  readonly snapshot: OperationSnapshot | undefined;
}

/**
 * Reads what somebody wants to wait for: an operation, or its id.
 *
 * @throws TypeError where it is neither, or has no id to ask for it by.
 */
export function firstSight(operation: unknown, types: OperationTypes): FirstSight {
  if (typeof operation === "string" && operation !== "") {
    return { operationId: operation, snapshot: undefined };
  }
  if (typeof operation !== "object" || operation === null) {
    throw new TypeError(`an operation or its id is needed, not ${showValue(operation)}`);
  }
  const snapshot: OperationSnapshot = operationSnapshot(operation, types);
  if (snapshot.id === "" && !isFinal(snapshot.state)) {
    throw new TypeError("the operation has no id to ask for it by");
  }
  return { operationId: snapshot.id, snapshot };
}

import { readOperation } from "../dialects/operation.js";
import { RpcError } from "../error/rpc-error.js";
import {
  type OperationSnapshot,
  type OperationTypes,
  operationSnapshot,
} from "./operation-snapshot.js";
import { shownId } from "./shown-id.js";

/**
 * The snapshot that a poll was answered with.
 *
 * @throws RpcError where the answer is an error in JSON, as `fetch` gives it whatever the HTTP status.
 * @throws TypeError where it is no operation, or another one.
 */
export function readAnswer(
  answer: unknown,
  operationId: string,
  types: OperationTypes,
): OperationSnapshot {
  if (readOperation(answer) === undefined) {
    const error = RpcError.from(answer);
    // What nobody recognises is left to operationSnapshot, which says what is wrong with it.
    if (error.origin === "server") throw error;
  }
  const snapshot: OperationSnapshot = operationSnapshot(answer, types);
  if (snapshot.id !== "" && lastPart(snapshot.id) !== lastPart(operationId)) {
    throw new TypeError(`the answer is another operation, ${shownId(snapshot.id)}`);
  }
  return snapshot;
}

/** Services name an operation with or without its parents: `operations/7` and `projects/p/operations/7`. */
function lastPart(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

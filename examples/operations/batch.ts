import { type OperationSource, watchOperations } from "rpc-status/operation";

/** Tells how each operation ends, and gives the ids of those that are to be asked for again later. */
export async function settle(ids: Iterable<string>, source: OperationSource): Promise<string[]> {
  const later: string[] = [];
  const options = { source, finalOnly: true, timeoutMs: 3_600_000 };
  for await (const { operationId, snapshot, error } of watchOperations(ids, options)) {
    if (error)
      later.push(operationId); // not over in time, or not to be asked for any more
    else console.log(operationId, snapshot.state, snapshot.error?.reason);
  }
  return later;
}

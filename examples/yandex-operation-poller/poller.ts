import { OperationTimeoutError, watchOperations } from "rpc-status/operation";
import { readIds, writeIds } from "./open-ids.js";
import { report } from "./report.js";
import { source } from "./source.js";
import { renewToken } from "./token.js";

const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort(name));

const open = await readIds();
const options = { source, finalOnly: true, signal: stop.signal, refreshCredentials: renewToken };
let exitCode = 0;
for await (const { operationId, snapshot, error } of watchOperations(open, options)) {
  if (error) {
    console.log(error.message); // its id stays in the file, for the next start
    exitCode = Math.max(exitCode, error instanceof OperationTimeoutError ? 4 : 5);
    continue;
  }
  report(operationId, snapshot);
  if (snapshot.error) exitCode = Math.max(exitCode, 1);
  open.delete(operationId);
  await writeIds(open); // after the report: rather told twice than never
}
process.exitCode = exitCode;

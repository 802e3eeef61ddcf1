import { errorFromStatus, type Status } from "rpc-status";
import { statusFromError } from "rpc-status/server";
import { policy } from "./error-policy.js";

/** What a batch call answers for each of its parts. */
interface Result {
  readonly book?: object;
  readonly status?: Status;
}

/** On the server: one part may fail without the others. */
export async function getBooks(ids: readonly string[], find: (id: string) => Promise<object>) {
  const parts = await Promise.allSettled(ids.map(find));
  return parts.map(
    (part): Result =>
      part.status === "fulfilled"
        ? { book: part.value }
        : { status: statusFromError(part.reason, { policy, method: "GetBooks" }) },
  );
}

/** On the client. */
export function printResults(results: readonly Result[]): void {
  for (const { book, status } of results) {
    const error = errorFromStatus(status);
    console.log(error ? `${error.codeName}: ${error.message}` : book);
  }
}

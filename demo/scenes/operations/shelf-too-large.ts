import { LibraryService } from "../../../gen/example/library/v1/library_pb.js";
import { waitForOperation, yandexOperations } from "../../../src/entry/operation.js";
import { printHeading, printNote } from "../../print/scene.js";
import { BACKOFF } from "./backoff.js";
import { withLibrary } from "./library-operations.js";
import { loggedSource } from "./logged-source.js";
import { printOperationError } from "./operation-error.js";
import { PollLog } from "./poll-log.js";

/** A shelf that does not fit, on a day on which all that can happens to the polls: over grpc-js. */
export async function playShelfTooLarge(address: string): Promise<void> {
  printHeading("CreateShelf of 5,000 copies, and the polls of its operation over grpc-js");
  const error = await withLibrary(address, async ({ client, createShelf }) => {
    const operation = await createShelf("Poetry", 5_000);
    printNote(`  answered at once: operation ${operation.id}, "${operation.description}"`);
    printNote(`  ${"pause".padStart(7)}  ${"because of".padEnd(30)}  answer`);
    const log = new PollLog();
    const source = loggedSource(yandexOperations(client), (poll) => log.add(poll));
    return waitForOperation(operation, {
      source,
      // Whose options name the types of response and metadata.
      method: LibraryService.method.createShelf,
      timeoutMs: 30_000,
      backoff: BACKOFF,
    }).catch((thrown: unknown) => thrown);
  });
  printOperationError("What waitForOperation throws in the end", error);
}

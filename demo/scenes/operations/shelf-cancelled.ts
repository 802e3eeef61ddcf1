import { LibraryService } from "../../../gen/example/library/v1/library_pb.js";
import { waitForOperation, yandexOperations } from "../../../src/entry/operation.js";
import { printHeading, printNote } from "../../print/scene.js";
import { BACKOFF } from "./backoff.js";
import { withLibrary } from "./library-operations.js";
import { printOperationError } from "./operation-error.js";

/** A shelf that is never ready: patience ends, the service is asked to cancel, and says so when asked again. */
export async function playShelfCancelled(address: string): Promise<void> {
  printHeading("CreateShelf of a shelf that is never ready, with timeoutMs 200 and cancelOnAbort");
  const error = await withLibrary(address, async ({ client, createShelf }) => {
    const { id } = await createShelf("Drafts", 0);
    const options = {
      source: yandexOperations(client),
      method: LibraryService.method.createShelf,
      backoff: BACKOFF,
    };
    const stopped = await waitForOperation(id, {
      ...options,
      timeoutMs: 200,
      cancelOnAbort: true,
    }).catch((thrown: unknown) => thrown);
    printNote(`  ${String(stopped)}`);
    return waitForOperation(id, options).catch((thrown: unknown) => thrown);
  });
  printOperationError("Waiting for it again", error);
}

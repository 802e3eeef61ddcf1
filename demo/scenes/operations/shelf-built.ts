import { ShelfSchema } from "../../../gen/example/library/v1/library_pb.js";
import { waitForOperation, yandexOperations } from "../../../src/entry/operation.js";
import { printHeading, printNote } from "../../print/scene.js";
import { BACKOFF } from "./backoff.js";
import { withLibrary } from "./library-operations.js";

/** A shelf that fits: its response, of the type that was asked for. */
export async function playShelfBuilt(address: string): Promise<void> {
  printHeading("CreateShelf of 300 copies, polled over grpc-js");
  const shelf = await withLibrary(address, async ({ client, createShelf }) =>
    waitForOperation(await createShelf("Poetry", 300), {
      source: yandexOperations(client),
      response: ShelfSchema,
      backoff: BACKOFF,
    }),
  );
  printNote(`  gives a ${shelf?.$typeName}: "${shelf?.topic}", for ${shelf?.capacity} copies`);
}

import { createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import {
  ArchiveBooksMetadataSchema,
  ArchiveBooksResponseSchema,
  LibraryService,
} from "../../../gen/example/library/v1/library_pb.js";
import { googleOperations, waitForOperation } from "../../../src/entry/operation.js";
import { printHeading, printNote } from "../../print/scene.js";
import { BACKOFF } from "./backoff.js";

/** A Google operation over Connect's gRPC transport: the server waits, until there is something new. */
export async function playArchive(address: string): Promise<void> {
  printHeading("ArchiveBooks, waited for by the server (WaitOperation), over Connect");
  const transport = createGrpcTransport({ baseUrl: `http://${address}` });
  const started = await createClient(LibraryService, transport).archiveBooks({
    bookIds: ["1", "2", "3"],
  });
  const answer = await waitForOperation(started, {
    source: googleOperations(transport),
    response: ArchiveBooksResponseSchema,
    metadata: ArchiveBooksMetadataSchema,
    backoff: BACKOFF,
    onProgress: ({ state, metadata }) =>
      printNote(`  ${state}: ${metadata?.archivedCount} of ${metadata?.totalCount} books`),
  });
  printNote(`  gives a ${answer?.$typeName}: ${answer?.archivedCount} books are in the archive`);
}

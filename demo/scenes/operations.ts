import { create } from "@bufbuild/protobuf";
import { createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { credentials } from "@grpc/grpc-js";
import {
  ArchiveBooksMetadataSchema,
  ArchiveBooksResponseSchema,
  CreateShelfRequestSchema,
  LibraryService,
  ShelfSchema,
} from "../../gen/example/library/v1/library_pb.js";
import { Operations as GoogleOperations } from "../../gen/google/longrunning/operations_pb.js";
import type { Operation } from "../../gen/yandex/cloud/operation/operation_pb.js";
import {
  GetOperationRequestSchema,
  OperationService,
} from "../../gen/yandex/cloud/operation/operation_service_pb.js";
import { clientInterceptor } from "../../src/entry/grpc-js.js";
import {
  OperationFailedError,
  operationSnapshot,
  waitForOperation,
} from "../../src/entry/operation.js";
import type { Cloud } from "../cloud/cloud.js";
import { grpcClient } from "../cloud/grpc-service.js";
import { printFailure, printNote, printTitle, raw } from "../print/scene.js";

/** Short pauses: the demo's operations move on with every poll. */
const BACKOFF = { initialMs: 60, maxMs: 200 };

export async function playOperations(cloud: Cloud): Promise<void> {
  printTitle("Operations: the asynchronous path");
  await playYandex(cloud.grpc.address, 5_000);
  await playYandex(cloud.grpc.address, 300);
  await playGoogle(cloud.connect.http2.address);
  await playRestOperation(cloud.rest.address);
}

/** A Yandex Cloud operation over grpc-js: above 1,000 copies it fails and is rolled back. */
async function playYandex(address: string, capacity: number): Promise<void> {
  const options = { interceptors: [clientInterceptor()] };
  const library = new (grpcClient(LibraryService))(address, credentials.createInsecure(), options);
  const operations = new (grpcClient(OperationService))(
    address,
    credentials.createInsecure(),
    options,
  );
  const call = (client: typeof library, method: string, request: object) =>
    new Promise<Operation>((resolve, reject) => {
      client[method]?.(request, (error: Error | null, operation: Operation) =>
        error ? reject(error) : resolve(operation),
      );
    });
  const name = `CreateShelf of ${capacity} copies, polled over grpc-js`;
  const started = await call(
    library,
    "createShelf",
    create(CreateShelfRequestSchema, { topic: "Poetry", capacity }),
  );
  const states: string[] = [];
  try {
    const shelf = await waitForOperation(started, {
      get: (operationId) =>
        call(operations, "get", create(GetOperationRequestSchema, { operationId })),
      response: ShelfSchema,
      timeoutMs: 10_000,
      backoff: BACKOFF,
      onProgress: ({ state }) => states.push(state),
    });
    console.log(`\n${name}`);
    printNote(
      `  ${states.join(" → ")}: a ${shelf?.$typeName} "${shelf?.topic}" for ${shelf?.capacity} copies`,
    );
  } catch (error) {
    printFailure(name, rawError(error), error);
    printNote(`  ${states.join(" → ")}: the error was there before the rollback had ended`);
  } finally {
    library.close();
    operations.close();
  }
}

/** A Google operation over Connect's gRPC transport. */
async function playGoogle(address: string): Promise<void> {
  const transport = createGrpcTransport({ baseUrl: `http://${address}` });
  const started = await createClient(LibraryService, transport).archiveBooks({
    bookIds: ["1", "2", "3"],
  });
  const operations = createClient(GoogleOperations, transport);
  console.log("\nArchiveBooks, polled over Connect");
  const answer = await waitForOperation(started, {
    get: (name, { signal }) => operations.getOperation({ name }, { signal }),
    response: ArchiveBooksResponseSchema,
    metadata: ArchiveBooksMetadataSchema,
    backoff: BACKOFF,
    onProgress: ({ state, raw }) => {
      const { metadata } = operationSnapshot(raw, { metadata: ArchiveBooksMetadataSchema });
      printNote(`  ${state}: ${metadata?.archivedCount} of ${metadata?.totalCount} books`);
    },
  });
  printNote(`  done: ${answer?.archivedCount} books are in the archive`);
}

/** The same operation service as JSON over HTTP. */
async function playRestOperation(address: string): Promise<void> {
  const get = async (id: string, { signal }: { signal: AbortSignal }) => {
    const response = await fetch(`http://${address}/yandex/operations/${encodeURIComponent(id)}`, {
      signal,
    });
    return response.json();
  };
  const error = await waitForOperation("shelf-9/Maps/4000", { get, backoff: BACKOFF }).catch(
    (thrown: unknown) => thrown,
  );
  printFailure("GET /yandex/operations/…, polled over REST", rawError(error), error);
}

/** What the operation held as its error: what a caller has without this library. */
function rawError(error: unknown): string {
  if (!(error instanceof OperationFailedError)) return String(error);
  const { error: json, result } = error.snapshot.raw as {
    error?: unknown;
    result?: { value?: unknown };
  };
  return raw(json ?? result?.value);
}

import { create } from "@bufbuild/protobuf";
import { type Client, credentials } from "@grpc/grpc-js";
import {
  CreateShelfRequestSchema,
  LibraryService,
} from "../../../gen/example/library/v1/library_pb.js";
import type { Operation } from "../../../gen/yandex/cloud/operation/operation_pb.js";
import { clientInterceptor } from "../../../src/entry/grpc-js.js";
import { grpcClient } from "../../cloud/grpc-service.js";

/** Calls the library over grpc-js for as long as `use` runs. */
export async function withLibrary<T>(
  address: string,
  use: (library: {
    readonly client: Client;
    /** The asynchronous call: answers at once, with an operation. */
    createShelf(topic: string, capacity: number): Promise<Operation>;
  }) => Promise<T>,
): Promise<T> {
  const client = new (grpcClient(LibraryService))(address, credentials.createInsecure(), {
    interceptors: [clientInterceptor()],
    // By default a channel waits a second and more before it looks for its server again.
    "grpc.initial_reconnect_backoff_ms": 50,
    "grpc.max_reconnect_backoff_ms": 100,
  });
  const createShelf = (topic: string, capacity: number) =>
    new Promise<Operation>((resolve, reject) => {
      const request = create(CreateShelfRequestSchema, { topic, capacity });
      client.createShelf?.(request, (error: Error | null, operation: Operation) =>
        error ? reject(error) : resolve(operation),
      );
    });
  try {
    return await use({ client, createShelf });
  } finally {
    client.close();
  }
}

import type { MessageInitShape } from "@bufbuild/protobuf";
import { type ClientOptions, credentials, type ServiceError } from "@grpc/grpc-js";
import { grpcClient } from "../../demo/cloud/grpc-service.js";
import {
  type GetBookRequestSchema,
  type GetBookResponse,
  LibraryService,
} from "../../gen/example/library/v1/library_pb.js";

const GrpcClient = grpcClient(LibraryService);

/** A client of the library whose calls give promises, as many generators write them. */
export class LibraryClient {
  readonly #client: InstanceType<typeof GrpcClient>;

  constructor(address: string, options: ClientOptions) {
    this.#client = new GrpcClient(address, credentials.createInsecure(), options);
  }

  getBook(request: MessageInitShape<typeof GetBookRequestSchema>): Promise<GetBookResponse> {
    return new Promise((resolve, reject) => {
      this.#client.getBook?.(request, (error: ServiceError | null, response: GetBookResponse) =>
        error ? reject(error) : resolve(response),
      );
    });
  }

  close(): void {
    this.#client.close();
  }
}

/** Where the server listens: what `listen()` gave. */
export const address = process.env.LIBRARY_ADDRESS ?? "127.0.0.1:50051";

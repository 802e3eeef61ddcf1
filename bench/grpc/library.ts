import { create } from "@bufbuild/protobuf";
import { credentials, type Interceptor, type ServiceError } from "@grpc/grpc-js";
import { grpcClient } from "../../demo/cloud/grpc-service.js";
import {
  BookSchema,
  GetBookRequestSchema,
  GetBookResponseSchema,
  LibraryService,
} from "../../gen/example/library/v1/library_pb.js";

/** The id of a book that the server fails to find, with the five details. */
export const MISSING = "missing";

export const BOOK = create(GetBookResponseSchema, {
  book: create(BookSchema, {
    id: "42",
    title: "The Odyssey",
    authors: ["Homer"],
    isbn: "9780140449136",
    shelfId: "poetry",
    copies: 3,
  }),
});

const found = create(GetBookRequestSchema, { bookId: "42" });
const missing = create(GetBookRequestSchema, { bookId: MISSING });

interface LibraryClient {
  getBook(request: unknown, callback: (error: ServiceError | null) => void): void;
  close(): void;
}

export interface Client {
  /** Makes `count` calls, a few at a time; `onError` gets the error of each that fails. */
  batch(count: number, onError?: (error: ServiceError) => void): Promise<void>;
  close(): void;
}

const AT_A_TIME = 10;

export function connect(port: number | undefined, interceptors: Interceptor[] = []): Client {
  const Client = grpcClient(LibraryService);
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
    interceptors,
  }) as unknown as LibraryClient;
  return {
    close: () => client.close(),
    batch: (count, onError) =>
      new Promise((resolve, reject) => {
        const request = onError === undefined ? found : missing;
        let started = 0;
        let ended = 0;
        const next = () => {
          started++;
          client.getBook(request, (error) => {
            if ((error !== null) !== (onError !== undefined)) {
              reject(error ?? new Error("the call should have failed"));
              return;
            }
            if (error !== null) onError?.(error);
            if (++ended === count) resolve();
            else if (started < count) next();
          });
        };
        for (let i = 0; i < Math.min(AT_A_TIME, count); i++) next();
      }),
  };
}

import { fileURLToPath } from "node:url";
import type { ServiceDefinition } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

const proto = loadSync(fileURLToPath(new URL("library.proto", import.meta.url)), {
  defaults: true, // what a message leaves out is "" or 0, not undefined
  longs: String,
  enums: String,
  oneofs: true,
});

/** The service as grpc-js describes one. */
export const libraryService = proto["example.library.v1.LibraryService"] as ServiceDefinition;

/** Where the server listens, and its clients look for it. */
export const address = process.env.LIBRARY_ADDRESS ?? "127.0.0.1:50051";

// The messages, as TypeScript sees them. Code generators write these, too.

export interface Book {
  readonly id: string;
  readonly title: string;
  readonly isbn: string;
  readonly shelfId: string;
}

export interface GetBookRequest {
  readonly bookId: string;
}

export interface GetBookResponse {
  readonly book: Book;
}

export interface ImportBooksRequest {
  readonly book: Partial<Book>;
}

export interface ImportBooksResponse {
  readonly addedCount: number;
}

export interface ListBooksRequest {
  readonly shelfId: string;
}

export interface ListBooksResponse {
  readonly book: Book;
}

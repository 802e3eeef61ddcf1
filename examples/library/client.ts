import {
  type CallOptions,
  type Client,
  type ClientOptions,
  type ClientReadableStream,
  type ClientUnaryCall,
  type ClientWritableStream,
  credentials,
  makeClientConstructor,
  type requestCallback,
} from "@grpc/grpc-js";
import * as library from "./library.js";

export { address } from "./library.js";

/** A client as grpc-js makes one. */
interface Stub extends Client {
  getBook(
    request: library.GetBookRequest,
    options: CallOptions,
    callback: requestCallback<library.GetBookResponse>,
  ): ClientUnaryCall;
  importBooks(
    callback: requestCallback<library.ImportBooksResponse>,
  ): ClientWritableStream<library.ImportBooksRequest>;
  listBooks(
    request: library.ListBooksRequest,
    options: CallOptions,
  ): ClientReadableStream<library.ListBooksResponse>;
}

const Stub = makeClientConstructor(library.libraryService, "LibraryService");

/** A client of the library whose calls with one answer give promises. */
export class LibraryClient {
  readonly #stub: Stub;

  constructor(address: string, options: ClientOptions = {}) {
    this.#stub = new Stub(address, credentials.createInsecure(), options) as unknown as Stub;
  }

  getBook(
    request: library.GetBookRequest,
    { signal, ...options }: CallOptions & { readonly signal?: AbortSignal } = {},
  ): Promise<library.GetBookResponse> {
    return new Promise((resolve, reject) => {
      const call = this.#stub.getBook(request, options, (error, response) => {
        signal?.removeEventListener("abort", cancel);
        if (response) resolve(response);
        else reject(error);
      });
      const cancel = () => call.cancel();
      signal?.addEventListener("abort", cancel);
      if (signal?.aborted) cancel();
    });
  }

  importBooks(books: readonly Partial<library.Book>[]): Promise<library.ImportBooksResponse> {
    return new Promise((resolve, reject) => {
      const call = this.#stub.importBooks((error, response) =>
        response ? resolve(response) : reject(error),
      );
      for (const book of books) call.write({ book });
      call.end();
    });
  }

  listBooks(
    request: library.ListBooksRequest,
    options: CallOptions = {},
  ): ClientReadableStream<library.ListBooksResponse> {
    return this.#stub.listBooks(request, options);
  }

  close(): void {
    this.#stub.close();
  }
}

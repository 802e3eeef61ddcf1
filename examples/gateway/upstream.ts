import {
  type CallOptions,
  type Client,
  type ClientUnaryCall,
  credentials,
  Metadata,
  makeClientConstructor,
  type requestCallback,
} from "@grpc/grpc-js";
import { clientInterceptor, retryInterceptor } from "rpc-status/grpc-js";
import { address, type Book, type GetBookResponse, libraryService } from "../library/library.js";
import type { Incoming } from "./incoming.js";

/** As generators for grpc-js write clients. */
interface Stub extends Client {
  getBook(
    request: { bookId: string },
    metadata: Metadata,
    options: CallOptions,
    callback: requestCallback<GetBookResponse>,
  ): ClientUnaryCall;
}

const retries = retryInterceptor({
  idempotent: [libraryService],
  maxAttempts: 3,
  backoff: { initialMs: 100, maxMs: 1_000 }, // somebody is waiting
  requestIdHeader: false, // each attempt keeps the id of the request in front
});
const Library = makeClientConstructor(libraryService, "LibraryService");
const library = new Library(address, credentials.createInsecure(), {
  interceptors: [retries, clientInterceptor()],
}) as unknown as Stub;

export function getBook(bookId: string, { requestId, timeoutMs, gone }: Incoming): Promise<Book> {
  const metadata = new Metadata();
  metadata.set("x-request-id", requestId);
  const deadline = Date.now() + timeoutMs;
  return new Promise((resolve, reject) => {
    const call = library.getBook({ bookId }, metadata, { deadline }, (error, response) => {
      gone.removeEventListener("abort", cancel);
      if (response) resolve(response.book);
      else reject(error);
    });
    const cancel = () => call.cancel();
    gone.addEventListener("abort", cancel);
    if (gone.aborted) cancel();
  });
}

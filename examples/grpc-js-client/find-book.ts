import { RpcError } from "rpc-status";
import { clientInterceptor } from "rpc-status/grpc-js";
import { address, LibraryClient } from "../library/client.js";
import type { Book } from "../library/library.js";

const library = new LibraryClient(address, { interceptors: [clientInterceptor()] });

/** The book, or `undefined` where the library has no such book. */
export async function findBook(bookId: string, signal?: AbortSignal): Promise<Book | undefined> {
  const deadline = Date.now() + 2_000;
  try {
    const { book } = await library.getBook({ bookId }, { deadline, ...(signal && { signal }) });
    return book;
  } catch (e) {
    const error = RpcError.from(e);
    if (error.reason === "BOOK_MISSING") return undefined;
    console.log(error.codeName, error.origin, error.requestIds); // for the log
    throw error;
  }
}

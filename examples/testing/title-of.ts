import { RpcError } from "rpc-status";
import { type RetryOptions, retry } from "rpc-status/retry";

/** What is needed of a client of the library. */
export interface Books {
  getBook(request: { bookId: string }): Promise<{ book?: { title: string } | undefined }>;
}

/** The title of a book, `undefined` for one that does not exist. Asks again when the server says so. */
export async function titleOf(
  books: Books,
  bookId: string,
  options: RetryOptions = {},
): Promise<string | undefined> {
  try {
    const ask = () => books.getBook({ bookId });
    const { book } = await retry(ask, { idempotent: true, ...options });
    return book?.title;
  } catch (e) {
    const error = RpcError.from(e);
    if (RpcError.is(error, "NOT_FOUND", "BOOK_MISSING")) return undefined;
    throw error;
  }
}

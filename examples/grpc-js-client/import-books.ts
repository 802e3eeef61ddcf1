import { Code, RpcError } from "rpc-status";
import { clientInterceptor } from "rpc-status/grpc-js";
import { address, LibraryClient } from "../library/client.js";
import type { Book } from "../library/library.js";

const library = new LibraryClient(address, { interceptors: [clientInterceptor()] });

/** Adds books; gives what is wrong with them, by field, as a form shows it. */
export async function importBooks(books: readonly Partial<Book>[]): Promise<Map<string, string>> {
  const wrong = new Map<string, string>();
  try {
    const { addedCount } = await library.importBooks(books);
    console.log(addedCount, "added");
  } catch (e) {
    const error = RpcError.from(e);
    if (error.code !== Code.INVALID_ARGUMENT) throw error;
    for (const { field, description } of error.fieldViolations) wrong.set(field, description);
  }
  return wrong;
}

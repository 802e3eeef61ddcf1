import { errorInfo, RpcError } from "rpc-status";

const books = new Map([["1", { id: "1", title: "Faust" }]]);

/** Knows nothing of HTTP: its error has a code of RPC, which becomes the status. */
export async function findBook(id: string) {
  const book = books.get(id);
  if (book) return book;
  const details = [
    errorInfo({ reason: "BOOK_MISSING", domain: "library.example", metadata: { book: id } }),
  ];
  throw new RpcError("NOT_FOUND", `book ${id} does not exist`, { details });
}

import { errorInfo, RpcError } from "rpc-status";

const books = new Map([["1", { id: "1", title: "Faust" }]]);

/** Knows nothing of HTTP or gRPC: what it throws, the filter of each words for its clients. */
export function findBook(id: string) {
  const book = books.get(id);
  if (book) return book;
  const details = [errorInfo({ reason: "BOOK_MISSING", metadata: { book: id } })];
  throw new RpcError("NOT_FOUND", `book ${id} does not exist`, { details });
}

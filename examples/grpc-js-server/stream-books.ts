import { badRequest, errorInfo, RpcError } from "rpc-status";
import { guard } from "rpc-status/grpc-js";
import type { ImportBooksCall, ListBooksCall } from "../library/server.js";
import { books, libraryService, listen, server } from "../library/server.js";

const domain = "library.example";
const library = {
  async importBooks(call: ImportBooksCall) {
    const violations = [];
    let addedCount = 0;
    for await (const { book } of call) {
      const field = `books[${addedCount++}].title`;
      if (book.title === "") violations.push({ field, description: "must not be empty" });
    }
    if (violations.length === 0) return { addedCount };
    const details = [badRequest(violations), errorInfo({ reason: "BOOK_INVALID", domain })];
    throw new RpcError("INVALID_ARGUMENT", "some books have wrong fields", { details });
  },

  async listBooks(call: ListBooksCall) {
    const { shelfId } = call.request;
    const found = [...books.values()].filter((book) => book.shelfId === shelfId);
    const details = [errorInfo({ reason: "SHELF_EMPTY", domain })];
    if (found.length === 0) throw new RpcError("NOT_FOUND", "nothing stands there", { details });
    for (const book of found) call.write({ book });
    call.end();
  },
};
server.addService(libraryService, guard(library));
console.log("listening on", await listen());

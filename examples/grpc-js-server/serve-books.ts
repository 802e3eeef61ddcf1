import { errorInfo, RpcError } from "rpc-status";
import { guard } from "rpc-status/grpc-js";
import { books, type GetBookCall, libraryService, listen, server } from "../library/server.js";

const library = {
  async getBook({ request: { bookId } }: GetBookCall) {
    const book = books.get(bookId);
    if (book) return { book };
    const metadata = { book: bookId };
    const details = [errorInfo({ reason: "BOOK_MISSING", domain: "library.example", metadata })];
    throw new RpcError("NOT_FOUND", `book ${bookId} does not exist`, { details });
  },
};
server.addService(libraryService, guard(library)); // a bug in getBook answers INTERNAL, and an id
console.log("listening on", await listen());

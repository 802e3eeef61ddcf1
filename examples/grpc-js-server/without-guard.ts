import { type sendUnaryData, status } from "@grpc/grpc-js";
import { books, type GetBookCall, libraryService, listen, server } from "../library/server.js";

const library = {
  getBook({ request: { bookId } }: GetBookCall, callback: sendUnaryData<object>) {
    const book = books.get(bookId); // what it throws answers UNKNOWN; in an async function, nobody
    if (book) return callback(null, { book });
    callback({ code: status.NOT_FOUND, details: `book ${bookId} does not exist` }); // no details
  },
};
server.addService(libraryService, library);
console.log("listening on", await listen());

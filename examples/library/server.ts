import {
  Server,
  ServerCredentials,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
} from "@grpc/grpc-js";
import * as library from "./library.js";

export { libraryService } from "./library.js";

/** What stands on the shelves. */
export const books = new Map<string, library.Book>([
  ["1", { id: "1", title: "Faust", isbn: "9783150000014", shelfId: "poetry" }],
]);

export type GetBookCall = ServerUnaryCall<library.GetBookRequest, library.GetBookResponse>;
export type ImportBooksCall = ServerReadableStream<
  library.ImportBooksRequest,
  library.ImportBooksResponse
>;
export type ListBooksCall = ServerWritableStream<
  library.ListBooksRequest,
  library.ListBooksResponse
>;

export const server = new Server();

/** Starts a server; gives its address. */
export function listen(started: Server = server): Promise<string> {
  const insecure = ServerCredentials.createInsecure();
  const [host] = library.address.split(":");
  return new Promise((resolve, reject) => {
    started.bindAsync(library.address, insecure, (error, port) =>
      error ? reject(error) : resolve(`${host}:${port}`),
    );
  });
}

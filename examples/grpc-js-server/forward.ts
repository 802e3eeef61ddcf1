import { RpcError } from "rpc-status";
import { clientInterceptor, guard } from "rpc-status/grpc-js";
import { LibraryClient } from "../library/client.js";
import { type GetBookCall, libraryService, listen, server } from "../library/server.js";

const archive = new LibraryClient(process.env.ARCHIVE_ADDRESS ?? "127.0.0.1:50052", {
  interceptors: [clientInterceptor()], // by it guard knows what is the archive's
});
const library = {
  async getBook(call: GetBookCall) {
    try {
      return await archive.getBook(call.request, { parent: call }); // ends with this call
    } catch (e) {
      const error = RpcError.from(e);
      if (error.reason === "BOOK_MISSING") throw error.forward(); // goes out, with its details
      throw error; // stays inside: INTERNAL, or its code in neutral words
    }
  },
};
server.addService(libraryService, guard(library));
console.log("listening on", await listen());

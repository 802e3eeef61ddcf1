import { RpcError } from "rpc-status";
import { clientInterceptor } from "rpc-status/grpc-js";
import { address, LibraryClient } from "../library/client.js";

const library = new LibraryClient(address, { interceptors: [clientInterceptor()] });
const call = library.listBooks({ shelfId: "poetry" }, { deadline: Date.now() + 2_000 });
try {
  for await (const { book } of call) console.log(book.title);
} catch (e) {
  const error = RpcError.from(e); // what came before it, came
  console.log(error.codeName, error.reason);
}

import { createServer } from "node:http";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { errorInfo, RpcError } from "rpc-status";
import { toConnectError } from "rpc-status/connect";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";

const handler = connectNodeAdapter({
  routes: (router) =>
    router.service(LibraryService, {
      getBook({ bookId }) {
        const metadata = { book: bookId };
        const details = [
          errorInfo({ reason: "BOOK_MISSING", domain: "library.example", metadata }),
        ];
        const error = new RpcError("NOT_FOUND", `book ${bookId} does not exist`, { details });
        throw toConnectError(error); // Connect makes [internal] of anything but its own errors
      },
    }),
});
const port = Number(process.env.PORT ?? 8080);
export const server = createServer(handler).listen(port, "127.0.0.1");

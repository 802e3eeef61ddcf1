import { createServer } from "node:http";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { errorInfo, RpcError } from "rpc-status";
import { serverInterceptor } from "rpc-status/connect";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";

const handler = connectNodeAdapter({
  interceptors: [serverInterceptor()],
  routes: (router) =>
    router.service(LibraryService, {
      getBook({ bookId }) {
        const metadata = { book: bookId };
        const details = [
          errorInfo({ reason: "BOOK_MISSING", domain: "library.example", metadata }),
        ];
        throw new RpcError("NOT_FOUND", `book ${bookId} does not exist`, { details });
      },
    }),
});
const port = Number(process.env.PORT ?? 8080);
export const server = createServer(handler).listen(port, "127.0.0.1");

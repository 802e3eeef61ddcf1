import { createServer } from "node:http2"; // gRPC needs HTTP/2; with TLS: createSecureServer, allowHTTP1
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { errorInfo, RpcError, retryInfo } from "rpc-status";
import { serverInterceptor } from "rpc-status/connect";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";

const handler = connectNodeAdapter({
  interceptors: [serverInterceptor({ domain: "library.example", retryHeaders: true })],
  routes: (router) =>
    router.service(LibraryService, {
      getBook() {
        const details = [errorInfo({ reason: "SHELF_MOVES" }), retryInfo(2_000)]; // milliseconds
        throw new RpcError("UNAVAILABLE", "the shelf is being moved", { details });
      },
    }),
});
const port = Number(process.env.PORT ?? 8080);
export const server = createServer(handler).listen(port, "127.0.0.1");

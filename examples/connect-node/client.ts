import { createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-node"; // or connect-web, in browsers
import { RpcError } from "rpc-status";
import { clientInterceptor } from "rpc-status/connect";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";

const transport = createConnectTransport({
  baseUrl: process.env.LIBRARY_URL ?? "http://127.0.0.1:8080",
  httpVersion: "1.1",
  interceptors: [clientInterceptor()],
});
try {
  await createClient(LibraryService, transport).getBook({ bookId: "42" });
} catch (e) {
  const error = RpcError.from(e);
  console.log(error.codeName, error.reason, error.via);
}

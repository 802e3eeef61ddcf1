import { createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web"; // or createGrpcWebTransport
import { RpcError } from "rpc-status";
import { clientInterceptor, connectFetch, retryInterceptor } from "rpc-status/connect";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";

const transport = createConnectTransport({
  baseUrl: location.origin, // or the address of the service
  defaultTimeoutMs: 20_000, // Connect sets no deadline by itself
  interceptors: [retryInterceptor(), clientInterceptor()], // the first is the outermost
  fetch: connectFetch(), // what gateways and proxies answer becomes an error that Connect reads
});
try {
  await createClient(LibraryService, transport).getBook({ bookId: "42" });
} catch (e) {
  const error = RpcError.from(e);
  console.log(error.codeName, error.message, error.reason);
}

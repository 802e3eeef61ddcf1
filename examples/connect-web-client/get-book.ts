import { createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web"; // or createGrpcWebTransport
import { RpcError } from "rpc-status";
import { connectFetch } from "rpc-status/connect";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";

const transport = createConnectTransport({
  baseUrl: process.env.LIBRARY_URL ?? "http://127.0.0.1:8080",
  fetch: connectFetch(), // what gateways and proxies answer becomes an error that Connect reads
});
try {
  await createClient(LibraryService, transport).getBook({ bookId: "42" });
} catch (e) {
  const error = RpcError.from(e);
  console.log(error.codeName, error.message, error.reason);
}

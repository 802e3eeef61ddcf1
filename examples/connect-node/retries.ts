import { createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-node";
import { clientInterceptor, retryInterceptor } from "rpc-status/connect";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";

const transport = createConnectTransport({
  baseUrl: process.env.LIBRARY_URL ?? "http://127.0.0.1:8080",
  httpVersion: "1.1",
  interceptors: [retryInterceptor({ totalTimeoutMs: 20_000 }), clientInterceptor()],
});
export const { book } = await createClient(LibraryService, transport).getBook({ bookId: "42" });

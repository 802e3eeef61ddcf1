import { createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web"; // or createGrpcWebTransport
import { clientInterceptor, connectFetch, retryInterceptor } from "rpc-status/connect";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";

/** A client of the library for pages. */
export function libraryClient(baseUrl: string) {
  const transport = createConnectTransport({
    baseUrl,
    defaultTimeoutMs: 20_000, // Connect sets no deadline by itself
    interceptors: [retryInterceptor(), clientInterceptor()], // the first is the outermost
    fetch: connectFetch(),
  });
  return createClient(LibraryService, transport);
}

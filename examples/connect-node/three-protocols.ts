import { createClient } from "@connectrpc/connect";
import {
  createConnectTransport,
  createGrpcTransport,
  createGrpcWebTransport,
} from "@connectrpc/connect-node";
import { RpcError } from "rpc-status";
import { clientInterceptor } from "rpc-status/connect";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";

const options = {
  baseUrl: process.env.LIBRARY_URL ?? "http://127.0.0.1:8080",
  httpVersion: "2" as const,
  interceptors: [clientInterceptor()],
};
const transports = [
  createConnectTransport(options),
  createGrpcTransport(options),
  createGrpcWebTransport(options),
];
for (const transport of transports) {
  try {
    await createClient(LibraryService, transport).getBook({ bookId: "42" });
  } catch (e) {
    const error = RpcError.from(e);
    console.log(error.via, error.codeName, error.reason, error.retryDelayMs);
  }
}

import { Server, ServerCredentials, type ServerUnaryCall } from "@grpc/grpc-js";
import { grpcService } from "../../demo/cloud/grpc-service.js";
import {
  type GetBookRequest,
  type GetBookResponse,
  LibraryService,
} from "../../gen/example/library/v1/library_pb.js";

/** What stands on the shelves. */
export const books = new Map([["1", { id: "1", title: "Faust" }]]);

export type GetBookCall = ServerUnaryCall<GetBookRequest, GetBookResponse>;

/** The service as grpc-js describes one. Generators for grpc-js write this. */
export const libraryService = grpcService(LibraryService);

export const server = new Server();

/** Starts the server on a free port of this machine; gives its address. */
export function listen(): Promise<string> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(`127.0.0.1:${port}`),
    );
  });
}

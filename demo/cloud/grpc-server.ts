import { create } from "@bufbuild/protobuf";
import {
  Server,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
} from "@grpc/grpc-js";
import {
  type CreateShelfRequest,
  type GetBookRequest,
  type GetBookResponse,
  GetBookResponseSchema,
  type ImportBooksRequest,
  type ImportBooksResponse,
  ImportBooksResponseSchema,
  LibraryService,
  type ListBooksRequest,
  type ListBooksResponse,
  ListBooksResponseSchema,
  type ReserveBooksRequest,
  type ReserveBooksResponse,
} from "../../gen/example/library/v1/library_pb.js";
import type { Operation } from "../../gen/yandex/cloud/operation/operation_pb.js";
import { OperationService } from "../../gen/yandex/cloud/operation/operation_service_pb.js";
import { type ErrorPolicy, guard, serverInterceptor } from "../../src/entry/grpc-js.js";
import { booksOfShelf, checkBook, findBook, refuseReservation } from "./books.js";
import { grpcService } from "./grpc-service.js";
import { openGrpc } from "./open-grpc.js";
import { grpcOperationService } from "./operations/grpc-operation-service.js";
import type { Operations } from "./operations/operations.js";
import { DOWN_MS } from "./operations/server-crash.js";
import { yandexOperation } from "./operations/yandex-operation.js";
import { type RunningServer, runServer } from "./running-server.js";

/** The library over grpc-js: handlers just throw, `guard` answers. */
export async function startGrpcServer(
  operations: Operations,
  policy: ErrorPolicy,
): Promise<RunningServer> {
  const library = {
    getBook(call: ServerUnaryCall<GetBookRequest, GetBookResponse>) {
      return create(GetBookResponseSchema, { book: findBook(call.request.bookId) });
    },
    async importBooks(call: ServerReadableStream<ImportBooksRequest, ImportBooksResponse>) {
      let addedCount = 0;
      for await (const { book } of call as AsyncIterable<ImportBooksRequest>) {
        checkBook(book);
        addedCount++;
      }
      return create(ImportBooksResponseSchema, { addedCount });
    },
    async listBooks(call: ServerWritableStream<ListBooksRequest, ListBooksResponse>) {
      for (const book of booksOfShelf(call.request.shelfId))
        call.write(create(ListBooksResponseSchema, { book }));
      call.end();
    },
    async reserveBooks(call: ServerDuplexStream<ReserveBooksRequest, ReserveBooksResponse>) {
      for await (const _request of call) refuseReservation();
      call.end();
    },
    createShelf({ request }: ServerUnaryCall<CreateShelfRequest, Operation>) {
      return yandexOperation(operations.createShelf(request));
    },
  };
  const crash = () => void running.restart(DOWN_MS);
  const operationService = grpcOperationService(operations.shelves, crash);
  const running = await runServer((port) => {
    // One that was shut down cannot be bound again.
    const server = new Server({ interceptors: [serverInterceptor(policy)] });
    server.addService(grpcService(LibraryService), guard(library, policy));
    server.addService(grpcService(OperationService), guard(operationService, policy));
    return openGrpc(server, port);
  });
  return running;
}

/**
 * The same bug in a server of grpc-js alone, its error called back: what most handlers do with one.
 */
export async function startPlainGrpcServer(): Promise<RunningServer> {
  const library = {
    getBook(
      call: ServerUnaryCall<GetBookRequest, GetBookResponse>,
      callback: sendUnaryData<GetBookResponse>,
    ) {
      try {
        callback(null, create(GetBookResponseSchema, { book: findBook(call.request.bookId) }));
      } catch (error) {
        callback(error as Error);
      }
    },
  };
  return runServer((port) => {
    const server = new Server();
    server.addService(grpcService(LibraryService), library);
    return openGrpc(server, port);
  });
}

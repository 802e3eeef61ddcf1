import * as http from "node:http";
import * as http2 from "node:http2";
import type { ConnectRouter } from "@connectrpc/connect";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";
import { Operations as OperationsService } from "../../gen/google/longrunning/operations_pb.js";
import { type ErrorPolicy, serverInterceptor } from "../../src/entry/connect.js";
import { booksOfShelf, checkBook, findBook, refuseReservation } from "./books.js";
import { openHttp } from "./open-http.js";
import { connectOperationService } from "./operations/connect-operation-service.js";
import { googleOperation } from "./operations/google-operation.js";
import type { Operations } from "./operations/operations.js";
import { type RunningServer, runServer } from "./running-server.js";

/** The library over Connect: one router for gRPC, gRPC-Web and Connect, over both versions of HTTP. */
export async function startConnectServers(
  operations: Operations,
  policy: ErrorPolicy,
): Promise<{ http1: RunningServer; http2: RunningServer }> {
  const handler = connectNodeAdapter({
    routes: (router) => library(router, operations),
    interceptors: [serverInterceptor(policy)],
  });
  return {
    http1: await runServer((port) => openHttp(http.createServer(handler), port)),
    http2: await runServer((port) => openHttp(http2.createServer(handler), port)),
  };
}

function library(router: ConnectRouter, operations: Operations): void {
  router.service(LibraryService, {
    getBook: ({ bookId }) => ({ book: findBook(bookId) }),
    async importBooks(requests) {
      let addedCount = 0;
      for await (const { book } of requests) {
        checkBook(book);
        addedCount++;
      }
      return { addedCount };
    },
    async *listBooks({ shelfId }) {
      for (const book of booksOfShelf(shelfId)) yield { book };
    },
    async *reserveBooks(requests) {
      for await (const _request of requests) {
        yield {};
        refuseReservation();
      }
    },
    archiveBooks: ({ bookIds }) => googleOperation(operations.archive(bookIds.length)),
  });
  router.service(OperationsService, connectOperationService(operations.archives));
}

import { create } from "@bufbuild/protobuf";
import {
  type ClientDuplexStream,
  type ClientReadableStream,
  type ClientWritableStream,
  credentials,
  type Interceptor,
  type ServiceError,
} from "@grpc/grpc-js";
import {
  GetBookRequestSchema,
  ImportBooksRequestSchema,
  LibraryService,
  ListBooksRequestSchema,
  ReserveBooksRequestSchema,
} from "../../gen/example/library/v1/library_pb.js";
import { clientInterceptor } from "../../src/entry/grpc-js.js";
import type { Cloud } from "../cloud/cloud.js";
import { grpcClient } from "../cloud/grpc-service.js";
import { printFailure, printTitle } from "../print/scene.js";

type Callback = (error: ServiceError | null) => void;

interface LibraryClient {
  getBook(request: object, callback: Callback): void;
  importBooks(callback: Callback): ClientWritableStream<object>;
  listBooks(request: object): ClientReadableStream<object>;
  reserveBooks(): ClientDuplexStream<object, object>;
  close(): void;
}

/** Calls of all four kinds over grpc-js, each of which fails. */
const CALLS: Record<string, (client: LibraryClient) => Promise<ServiceError>> = {
  "unary: GetBook 42": (client) =>
    failure((fail) => client.getBook(create(GetBookRequestSchema, { bookId: "42" }), fail)),
  "client streaming: ImportBooks of a book with three wrong fields": (client) =>
    failure((fail) => {
      const call = client.importBooks(fail);
      call.on("error", () => {});
      call.write(create(ImportBooksRequestSchema, { book: { isbn: "97831500000" } }));
      call.end();
    }),
  "server streaming: ListBooks breaks off after two books": (client) =>
    failure((fail) => {
      client
        .listBooks(create(ListBooksRequestSchema, { shelfId: "wobbly" }))
        .on("data", () => {})
        .on("error", fail);
    }),
  "bidirectional: ReserveBooks over the limit": (client) =>
    failure((fail) => {
      const call = client
        .reserveBooks()
        .on("data", () => {})
        .on("error", fail);
      call.write(create(ReserveBooksRequestSchema, { bookId: "1" }));
      call.end();
    }),
};

function failure(start: (fail: Callback) => void): Promise<ServiceError> {
  return new Promise((resolve) => {
    start((error) => {
      if (error) resolve(error);
    });
  });
}

export async function playGrpcJs({
  grpc,
  plainGrpc,
}: Pick<Cloud, "grpc" | "plainGrpc">): Promise<void> {
  printTitle("@grpc/grpc-js");
  const plain = connect(grpc.address, []);
  const intercepted = connect(grpc.address, [clientInterceptor()]);
  for (const [name, call] of Object.entries(CALLS)) {
    printFailure(name, describe(await call(plain)), await call(intercepted));
  }
  const unguarded = connect(plainGrpc.address, []);
  const bug = (client: LibraryClient) =>
    failure((fail) => client.getBook(create(GetBookRequestSchema, { bookId: "bug" }), fail));
  printFailure(
    "unary: GetBook runs into a bug of the server, which is guarded on the right",
    describe(await bug(unguarded)),
    await bug(intercepted),
  );
  for (const client of [plain, intercepted, unguarded]) client.close();
}

function connect(address: string, interceptors: Interceptor[]): LibraryClient {
  const Client = grpcClient(LibraryService);
  return new Client(address, credentials.createInsecure(), {
    interceptors,
  }) as unknown as LibraryClient;
}

/** What a caller has to work with: text, a number, and undecoded bytes. */
function describe(error: ServiceError): string {
  const lines = [`Error: ${error.message}`, `code: ${error.code}`];
  for (const [name, value] of Object.entries(error.metadata.getMap())) {
    if (Buffer.isBuffer(value))
      lines.push(`${name}:`, `  <Buffer ${value.toString("hex", 0, 8)}… ${value.length} bytes>`);
  }
  return lines.join("\n");
}

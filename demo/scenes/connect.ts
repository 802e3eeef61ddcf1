import {
  type Client,
  ConnectError,
  createClient,
  type Interceptor,
  type Transport,
} from "@connectrpc/connect";
import {
  createConnectTransport,
  createGrpcTransport,
  createGrpcWebTransport,
} from "@connectrpc/connect-node";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";
import { clientInterceptor } from "../../src/entry/connect.js";
import type { Cloud } from "../cloud/cloud.js";
import { printFailure, printTitle, raw } from "../print/scene.js";

type Library = Client<typeof LibraryService>;
type Connect = (interceptors: Interceptor[]) => Transport;

export async function playConnect({ http1, http2 }: Cloud["connect"]): Promise<void> {
  const [base1, base2] = [`http://${http1.address}`, `http://${http2.address}`];
  printTitle("@connectrpc/connect");
  await play(
    "Connect protocol over HTTP/1.1, unary: GetBook 42",
    (interceptors) => createConnectTransport({ baseUrl: base1, httpVersion: "1.1", interceptors }),
    (library) => library.getBook({ bookId: "42" }),
  );
  await play(
    "Connect protocol over HTTP/2, client streaming: ImportBooks",
    (interceptors) => createConnectTransport({ baseUrl: base2, httpVersion: "2", interceptors }),
    (library) => library.importBooks(requests({ book: { isbn: "97831500000" } })),
  );
  await play(
    "gRPC-Web over HTTP/1.1, server streaming: ListBooks breaks off",
    (interceptors) => createGrpcWebTransport({ baseUrl: base1, httpVersion: "1.1", interceptors }),
    (library) => drain(library.listBooks({ shelfId: "wobbly" })),
  );
  await play(
    "gRPC over HTTP/2, bidirectional: ReserveBooks over the limit",
    (interceptors) => createGrpcTransport({ baseUrl: base2, interceptors }),
    (library) => drain(library.reserveBooks(requests({ bookId: "1" }))),
  );
}

async function play(
  name: string,
  connect: Connect,
  call: (library: Library) => Promise<unknown>,
): Promise<void> {
  const failure = (interceptors: Interceptor[]) =>
    call(createClient(LibraryService, connect(interceptors))).then(
      () => new Error("the call should have failed"),
      (error: unknown) => error,
    );
  printFailure(name, describe(await failure([])), await failure([clientInterceptor()]));
}

function describe(error: unknown): string {
  if (!(error instanceof ConnectError)) return String(error);
  const { code, details } = error;
  return `ConnectError: ${error.message}\n${raw({ code, details })}\nfindDetails(Schema) decodes those of a schema at hand`;
}

async function* requests<T>(...messages: T[]): AsyncGenerator<T> {
  yield* messages;
}

async function drain(messages: AsyncIterable<unknown>): Promise<void> {
  for await (const _message of messages) {
    // Only the end of the stream is of interest here.
  }
}

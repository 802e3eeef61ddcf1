import { create } from "@bufbuild/protobuf";
import {
  type ChannelOptions,
  type ClientDuplexStream,
  type ClientReadableStream,
  type ClientWritableStream,
  credentials,
  Metadata,
  Server,
  ServerCredentials,
  type ServerOptions,
  type ServiceError,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { grpcClient, grpcService } from "../../demo/cloud/grpc-service.js";
import {
  GetBookRequestSchema,
  ImportBooksRequestSchema,
  LibraryService,
  ListBooksRequestSchema,
  ReserveBooksRequestSchema,
} from "../../gen/example/library/v1/library_pb.js";

/** What a call of any kind ended with. */
export interface Outcome {
  readonly error?: ServiceError;
  readonly messages: readonly unknown[];
}

/** The four kinds of call; each resolves with what the caller saw and never rejects. */
export interface LibraryCalls {
  unary(): Promise<Outcome>;
  clientStream(count?: number): Promise<Outcome>;
  serverStream(): Promise<Outcome>;
  bidi(count?: number): Promise<Outcome>;
}

export const KINDS = ["unary", "clientStream", "serverStream", "bidi"] as const;

/** Name of the method that stands for each kind. */
export const METHOD = {
  unary: "getBook",
  clientStream: "importBooks",
  serverStream: "listBooks",
  bidi: "reserveBooks",
} as const;

/** How long a call may take before the test counts it as hanging. */
const DEADLINE_MS = 2_000;

interface LibraryClient {
  getBook(request: unknown, metadata: Metadata, options: object, callback: Callback): void;
  importBooks(
    metadata: Metadata,
    options: object,
    callback: Callback,
  ): ClientWritableStream<unknown>;
  listBooks(request: unknown, metadata: Metadata, options: object): ClientReadableStream<unknown>;
  reserveBooks(metadata: Metadata, options: object): ClientDuplexStream<unknown, unknown>;
  close(): void;
}

type Callback = (error: ServiceError | null, response?: unknown) => void;

/** Starts a real grpc-js server on a free port and connects a client to it, for as long as `use` runs. */
export async function withLibrary<T>(
  implementation: UntypedServiceImplementation,
  use: (calls: LibraryCalls) => Promise<T>,
  options: { server?: ServerOptions; client?: ChannelOptions & { interceptors?: unknown[] } } = {},
): Promise<T> {
  const server = new Server(options.server);
  server.addService(grpcService(LibraryService), implementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  const Client = grpcClient(LibraryService);
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
    ...options.client,
  }) as unknown as LibraryClient;
  try {
    return await use(callsOf(client));
  } finally {
    client.close();
    server.forceShutdown();
  }
}

function callsOf(client: LibraryClient): LibraryCalls {
  const deadline = () => ({ deadline: Date.now() + DEADLINE_MS });
  return {
    unary: () =>
      single((callback) =>
        client.getBook(
          create(GetBookRequestSchema, { bookId: "42" }),
          new Metadata(),
          deadline(),
          callback,
        ),
      ),
    clientStream: (count = 2) =>
      single((callback) => {
        const call = client.importBooks(new Metadata(), deadline(), callback);
        for (let i = 0; i < count; i++) call.write(create(ImportBooksRequestSchema));
        call.end();
      }),
    serverStream: () =>
      collect(client.listBooks(create(ListBooksRequestSchema), new Metadata(), deadline())),
    bidi: (count = 2) => {
      const call = client.reserveBooks(new Metadata(), deadline());
      const outcome = collect(call);
      for (let i = 0; i < count; i++) call.write(create(ReserveBooksRequestSchema));
      call.end();
      return outcome;
    },
  };
}

function single(start: (callback: Callback) => void): Promise<Outcome> {
  return new Promise((resolve) => {
    start((error, response) => {
      resolve(error ? { error, messages: [] } : { messages: [response] });
    });
  });
}

function collect(call: ClientReadableStream<unknown>): Promise<Outcome> {
  return new Promise((resolve) => {
    const messages: unknown[] = [];
    call.on("data", (message) => messages.push(message));
    call.on("error", (error: ServiceError) => resolve({ error, messages }));
    call.on("end", () => resolve({ messages }));
  });
}

/** Everything that a client got of an error, binary trailers as text too: what a leak would show in. */
export function received(error: ServiceError | undefined): string {
  const values = Object.values(error?.metadata.toJSON() ?? {}).flat() as unknown[];
  const trailers = values.map((value) =>
    Buffer.isBuffer(value) ? value.toString("latin1") : String(value),
  );
  return [error?.code, error?.details, error?.message, ...trailers].join("\n");
}

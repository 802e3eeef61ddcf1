import type { EventEmitter } from "node:events";
import {
  type CallOptions,
  type ChannelOptions,
  type ClientDuplexStream,
  type ClientReadableStream,
  type ClientUnaryCall,
  type ClientWritableStream,
  credentials,
  type Interceptor,
  type Metadata,
  Server,
  ServerCredentials,
  type ServiceError,
  type StatusObject,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { grpcClient, grpcService } from "../../../demo/cloud/grpc-service.js";
import { LibraryService } from "../../../gen/example/library/v1/library_pb.js";
import { type RetryInterceptorOptions, retryInterceptor } from "../../../src/entry/grpc-js.js";

type Callback = (error: ServiceError | null, response?: unknown) => void;

/** A client of the library, untyped as far as messages go. */
export interface RetriedClient {
  getBook(
    request: unknown,
    metadata: Metadata,
    options: CallOptions,
    callback: Callback,
  ): ClientUnaryCall;
  importBooks(
    metadata: Metadata,
    options: CallOptions,
    callback: Callback,
  ): ClientWritableStream<unknown>;
  listBooks(
    request: unknown,
    metadata: Metadata,
    options: CallOptions,
  ): ClientReadableStream<unknown>;
  reserveBooks(metadata: Metadata, options: CallOptions): ClientDuplexStream<unknown, unknown>;
  close(): void;
}

/** Retries that take no time where the server asks for none. */
export const QUICK: RetryInterceptorOptions = {
  idempotent: true,
  random: () => 0,
  backoff: { initialMs: 1 },
  throttle: false,
};

/** How {@link withRetried} is set up. */
export interface RetriedInit {
  readonly retry?: RetryInterceptorOptions;
  /** In place of a retryInterceptor alone. */
  readonly interceptors?: readonly Interceptor[];
  readonly channel?: ChannelOptions;
}

/** What the test is given besides the client. */
export interface RetriedServer {
  readonly address: string;
  readonly server: Server;
}

/** A real server, and a client with a retryInterceptor, for as long as `use` runs. */
export async function withRetried<T>(
  implementation: Readonly<Record<string, (...args: never[]) => unknown>>,
  { retry = QUICK, interceptors = [retryInterceptor(retry)], channel }: RetriedInit,
  use: (client: RetriedClient, server: RetriedServer) => Promise<T>,
): Promise<T> {
  const server = new Server();
  server.addService(grpcService(LibraryService), implementation as UntypedServiceImplementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  const address = `127.0.0.1:${port}`;
  const client = clientOf(address, interceptors, channel);
  try {
    return await use(client, { address, server });
  } finally {
    client.close();
    server.forceShutdown();
  }
}

/** Another client, which whoever asks for it closes. */
export function clientOf(
  address: string,
  interceptors: readonly Interceptor[],
  channel: ChannelOptions = {},
): RetriedClient {
  const Client = grpcClient(LibraryService);
  const options = { ...channel, interceptors: [...interceptors] };
  return new Client(address, credentials.createInsecure(), options) as unknown as RetriedClient;
}

/** Everything that a caller saw of a call, in order. */
export interface Seen {
  readonly error: ServiceError | undefined;
  readonly status: StatusObject | undefined;
  readonly messages: readonly unknown[];
  readonly headers: readonly Metadata[];
  /** `headers`, `message`, `error`, `status`. */
  readonly events: readonly string[];
}

/** Waits for the status of a call of any kind. Never rejects. */
export function seen(call: EventEmitter): Promise<Seen> {
  const events: string[] = [];
  const messages: unknown[] = [];
  const headers: Metadata[] = [];
  let error: ServiceError | undefined;
  return new Promise((resolve) => {
    call.on("metadata", (metadata: Metadata) => {
      events.push("headers");
      headers.push(metadata);
    });
    call.on("data", (message: unknown) => {
      events.push("message");
      messages.push(message);
    });
    call.on("error", (thrown: ServiceError) => {
      events.push("error");
      error = thrown;
    });
    call.on("status", (status: StatusObject) => {
      events.push("status");
      // Messages that were pushed before it are read after it.
      setImmediate(() => resolve({ error, status, messages, headers, events }));
    });
  });
}

/** Waits for the outcome of a call with a single answer. Never rejects. */
export function single(start: (callback: Callback) => EventEmitter): Promise<Seen> {
  let failure: ServiceError | undefined;
  const messages: unknown[] = [];
  let outcomes = 0;
  const call = start((error, response) => {
    outcomes++;
    if (outcomes > 1) throw new Error("the call was answered twice");
    if (error) failure = error;
    else messages.push(response);
  });
  return seen(call).then((all) => ({ ...all, error: failure, messages }));
}

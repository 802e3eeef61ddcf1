import {
  type CallOptions,
  type Client,
  credentials,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type ServerOptions,
  type ServiceDefinition,
  type ServiceError,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { grpcClient, grpcService } from "../../../demo/cloud/grpc-service.js";
import { LibraryService } from "../../../gen/example/library/v1/library_pb.js";
import { withRecordingProxy } from "../../fixtures/recording-proxy.js";
import { type NO_ANSWER, withinASecond } from "../../fixtures/within-a-second.js";
import { METHOD } from "../library-server.js";
import type { Kind } from "./ways.js";

/** What a call ended with. */
export interface Answer {
  readonly error?: ServiceError;
  readonly messages: readonly unknown[];
}

/** A call that may still run. */
export interface OpenCall {
  readonly answer: Promise<Answer | typeof NO_ANSWER>;
  cancel(): void;
}

/** A grpc-js client on one channel to a real server, whose every byte is kept. */
export interface RecordedLibrary {
  /**
   * Starts a call of the method that stands for this kind.
   *
   * @param timeoutMs - until its deadline. Default: so far away that a call which waits for it counts as
   *   hanging.
   */
  start(kind: Kind, timeoutMs?: number): OpenCall;
  /** Calls a method that the test's handlers have nothing to do with. */
  later(): Promise<Answer | typeof NO_ANSWER>;
  /** What the server has sent so far, a buffer for each connection. */
  sent(): Buffer[];
}

const TIMEOUT_MS = 30_000;

export const service: ServiceDefinition = grpcService(LibraryService);

/** Starts a real grpc-js server on a free port and a recorded client of it, for as long as `use` runs. */
export async function withRecordedLibrary<T>(
  implementation: UntypedServiceImplementation,
  use: (library: RecordedLibrary) => Promise<T>,
  options: ServerOptions & { readonly service?: ServiceDefinition } = {},
): Promise<T> {
  const server = new Server(options);
  server.addService(options.service ?? service, {
    ...implementation,
    createShelf: (_call: unknown, callback: (error: null, value: object) => void) =>
      callback(null, {}),
  });
  const serverPort = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return withRecordingProxy(serverPort, async ({ port, sent }) => {
    const client = new (grpcClient(LibraryService))(
      `127.0.0.1:${port}`,
      credentials.createInsecure(),
      // Whatever happens to the connection must show, not be made good by another one.
      { "grpc.use_local_subchannel_pool": 1, "grpc.enable_retries": 0 },
    );
    try {
      return await use({
        start: (kind, timeoutMs) => start(client, METHOD[kind], timeoutMs),
        later: () => start(client, "createShelf").answer,
        sent,
      });
    } finally {
      client.close();
      server.forceShutdown();
    }
  });
}

/** The client's call object of any kind. */
interface ClientCall extends NodeJS.EventEmitter {
  cancel(): void;
  write?(message: object): void;
  end?(): void;
}

type End = (error: ServiceError | null, response?: unknown) => void;

/** Calls a method in the way of its kind; a stream of requests is two of them. */
function start(client: Client, name: string, timeoutMs = TIMEOUT_MS): OpenCall {
  const method = service[name];
  if (method === undefined) throw new TypeError(`no method ${name}`);
  let cancel = () => {};
  const answer = new Promise<Answer>((resolve) => {
    const messages: unknown[] = [];
    const options = { deadline: Date.now() + timeoutMs };
    const call = open(client, method, options, (error, response) => {
      if (response) messages.push(response);
      resolve(error ? { error, messages } : { messages });
    });
    call.on("data", (message: unknown) => messages.push(message));
    if (method.requestStream) {
      for (const request of [{}, {}]) call.write?.(request);
      call.end?.();
    }
    cancel = () => call.cancel();
  });
  return { answer: withinASecond(answer), cancel };
}

function open(
  client: Client,
  method: MethodDefinition<unknown, unknown>,
  options: CallOptions,
  end: End,
): ClientCall {
  const { path, requestSerialize, responseDeserialize } = method;
  const wire = [path, requestSerialize, responseDeserialize] as const;
  if (!method.responseStream) {
    return method.requestStream
      ? client.makeClientStreamRequest(...wire, options, end)
      : client.makeUnaryRequest(...wire, {}, options, end);
  }
  const call = method.requestStream
    ? client.makeBidiStreamRequest(...wire, options)
    : client.makeServerStreamRequest(...wire, {}, options);
  return call.on("error", (error: ServiceError) => end(error)).on("end", () => end(null));
}

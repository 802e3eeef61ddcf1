import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { createClient, type Interceptor, type Transport } from "@connectrpc/connect";
import { createConnectTransport, createGrpcWebTransport } from "@connectrpc/connect-web";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";

/** What a server answers, whatever it is asked. */
export interface Answer {
  readonly status?: number;
  readonly headers?: http.OutgoingHttpHeaders;
  readonly body?: string | Uint8Array;
}

/** Runs a real HTTP server on a free port for as long as `use` runs. */
export async function withServer<T>(
  answer: Answer | http.RequestListener,
  use: (baseUrl: string) => Promise<T>,
): Promise<T> {
  const server = http.createServer(typeof answer === "function" ? answer : answering(answer));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function answering({ status = 200, headers = {}, body = "" }: Answer): http.RequestListener {
  return (request, response) => {
    request.resume();
    const length = body.length > 0 ? { "content-length": Buffer.byteLength(body) } : {};
    response.writeHead(status, { ...length, ...headers }).end(body);
  };
}

type Fetch = typeof globalThis.fetch;

/** The transports of connect-web, each with what its calls have as their content type. */
const TRANSPORTS = {
  "connect+json": (options: Options): Transport => createConnectTransport(options),
  "connect+proto": (options: Options): Transport =>
    createConnectTransport({ ...options, useBinaryFormat: true }),
  "grpc-web": (options: Options): Transport => createGrpcWebTransport(options),
};

export type Protocol = keyof typeof TRANSPORTS;

export const CALLS = (Object.keys(TRANSPORTS) as Protocol[]).flatMap((protocol) =>
  (["unary", "stream"] as const).map((kind) => ({ protocol, kind })),
);

export type Call = (typeof CALLS)[number];

interface Options {
  readonly baseUrl: string;
  readonly fetch?: Fetch;
  readonly interceptors?: Interceptor[];
  readonly useHttpGet?: boolean;
}

export interface CallOptions extends Omit<Options, "baseUrl"> {
  readonly signal?: AbortSignal;
}

/** What a call ended with. */
export interface Outcome {
  readonly messages: readonly unknown[];
  readonly error?: unknown;
}

/** Makes one call of connect-web. */
export async function callWeb(
  baseUrl: string,
  { protocol, kind }: Call,
  { signal, ...options }: CallOptions,
): Promise<Outcome> {
  const client = createClient(LibraryService, TRANSPORTS[protocol]({ baseUrl, ...options }));
  const messages: unknown[] = [];
  const callOptions = signal ? { signal } : {};
  try {
    if (kind === "unary") {
      messages.push(await client.getBook({ bookId: "42" }, callOptions));
    } else {
      for await (const message of client.listBooks({ shelfId: "1" }, callOptions)) {
        messages.push(message);
      }
    }
    return { messages };
  } catch (error) {
    return { messages, error };
  }
}

/** One frame of Connect or gRPC-Web. */
export function frame(flags: number, payload: string | Uint8Array): Buffer {
  const bytes = Buffer.from(payload);
  const head = Buffer.alloc(5);
  head[0] = flags;
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

import * as http from "node:http";
import * as http2 from "node:http2";
import type { AddressInfo } from "node:net";
import {
  type Client,
  type ConnectRouter,
  createClient,
  type Interceptor,
  type ServiceImpl,
  type Transport,
} from "@connectrpc/connect";
import {
  connectNodeAdapter,
  createConnectTransport,
  createGrpcTransport,
  createGrpcWebTransport,
} from "@connectrpc/connect-node";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";

/** Each protocol over each version of HTTP that carries it. */
export const WIRES = ["grpc/2", "grpc-web/1.1", "grpc-web/2", "connect/1.1", "connect/2"] as const;

export type Wire = (typeof WIRES)[number];

export const KINDS = ["unary", "clientStream", "serverStream", "bidi"] as const;

/** The kinds of call that a wire carries: HTTP/1.1 has no full duplex. */
export function kindsOn(wire: Wire): readonly (typeof KINDS)[number][] {
  return wire.endsWith("/1.1") ? ["unary", "clientStream", "serverStream"] : KINDS;
}

export type LibraryImpl = Partial<ServiceImpl<typeof LibraryService>>;

/** What a call ended with: the messages it delivered, and what it threw. */
export interface Outcome {
  readonly error?: unknown;
  readonly messages: readonly unknown[];
}

export type Calls = Record<(typeof KINDS)[number], () => Promise<Outcome>>;

interface Options {
  readonly server?: Interceptor[];
  readonly client?: Interceptor[];
  readonly timeoutMs?: number;
}

/** Starts a real Connect server on a free port and connects to it by `wire`, for as long as `use` runs. */
export async function withLibrary<T>(
  wire: Wire,
  implementation: LibraryImpl,
  use: (calls: Calls, client: Client<typeof LibraryService>, baseUrl: string) => Promise<T>,
  options: Options = {},
): Promise<T> {
  const routes = (router: ConnectRouter) => router.service(LibraryService, implementation);
  const handler = connectNodeAdapter({ routes, interceptors: options.server ?? [] });
  const server = wire.endsWith("/2") ? http2.createServer(handler) : http.createServer(handler);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const sessions = new Set<http2.ServerHttp2Session>();
  server.on("session", (session) => sessions.add(session));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createClient(LibraryService, transportFor(wire, baseUrl, options.client ?? []));
  try {
    return await use(callsOf(client, options.timeoutMs ?? 2_000), client, baseUrl);
  } finally {
    for (const session of sessions) session.destroy();
    if ("closeAllConnections" in server) server.closeAllConnections();
    server.close();
  }
}

export function transportFor(wire: Wire, baseUrl: string, interceptors: Interceptor[]): Transport {
  const httpVersion = wire.endsWith("/2") ? "2" : "1.1";
  if (wire.startsWith("connect/"))
    return createConnectTransport({ baseUrl, httpVersion, interceptors });
  if (wire.startsWith("grpc-web/"))
    return createGrpcWebTransport({ baseUrl, httpVersion, interceptors });
  return createGrpcTransport({ baseUrl, interceptors });
}

function callsOf(client: Client<typeof LibraryService>, timeoutMs: number): Calls {
  const options = { timeoutMs };
  return {
    unary: () => single(() => client.getBook({ bookId: "42" }, options)),
    clientStream: () => single(() => client.importBooks(requests(), options)),
    serverStream: () => collect(() => client.listBooks({ shelfId: "1" }, options)),
    bidi: () => collect(() => client.reserveBooks(requests(), options)),
  };
}

async function* requests(): AsyncGenerator<object> {
  yield {};
  yield {};
}

async function single(call: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { messages: [await call()] };
  } catch (error) {
    return { error, messages: [] };
  }
}

async function collect(call: () => AsyncIterable<unknown>): Promise<Outcome> {
  const messages: unknown[] = [];
  try {
    for await (const message of call()) messages.push(message);
    return { messages };
  } catch (error) {
    return { error, messages };
  }
}

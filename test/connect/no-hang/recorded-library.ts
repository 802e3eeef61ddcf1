import * as http from "node:http";
import * as http2 from "node:http2";
import type { AddressInfo } from "node:net";
import { type Client, createClient, type Interceptor, type Transport } from "@connectrpc/connect";
import {
  connectNodeAdapter,
  createConnectTransport,
  createGrpcTransport,
  createGrpcWebTransport,
} from "@connectrpc/connect-node";
import { LibraryService } from "../../../gen/example/library/v1/library_pb.js";
import { type ErrorPolicy, serverInterceptor } from "../../../src/entry/connect.js";
import { withRecordingProxy } from "../../fixtures/recording-proxy.js";
import { type NO_ANSWER, withinASecond } from "../../fixtures/within-a-second.js";
import type { KINDS, LibraryImpl, Outcome, Wire } from "../library-server.js";

export type Kind = (typeof KINDS)[number];

/** What `onError` was called with, once. */
export interface Report {
  readonly error: unknown;
  readonly context: Parameters<NonNullable<ErrorPolicy["onError"]>>[1];
}

/** A Connect client of a real server with our interceptor, whose errors and bytes are kept. */
export interface RecordedLibrary {
  call(kind: Kind, signal?: AbortSignal): Promise<Outcome | typeof NO_ANSWER>;
  /** Calls a method that the test's handlers have nothing to do with. */
  later(): Promise<Outcome | typeof NO_ANSWER>;
  /** What the server has sent so far, a buffer for each connection. */
  sent(): Buffer[];
  readonly reports: readonly Report[];
  /** Where to send requests by hand. */
  readonly baseUrl: string;
}

interface Options {
  readonly wire: Wire;
  readonly implementation: LibraryImpl;
  /** Reports are collected unless this has an `onError`. */
  readonly policy?: ErrorPolicy;
  /** Those of the server, given ours. Default: ours alone. */
  readonly interceptors?: (ours: Interceptor) => Interceptor[];
}

/** So far away that a call which waits for it counts as hanging. */
const TIMEOUT_MS = 30_000;

/** Runs `use` with a real server on a free port and a recorded client of it. */
export async function withRecordedLibrary<T>(
  { wire, implementation, policy, interceptors = (ours) => [ours] }: Options,
  use: (library: RecordedLibrary) => Promise<T>,
): Promise<T> {
  const reports: Report[] = [];
  const ours = serverInterceptor({
    onError: (error, context) => reports.push({ error, context }),
    ...policy,
  });
  const handler = connectNodeAdapter({
    routes: (router) =>
      router.service(LibraryService, { createShelf: () => ({}), ...implementation }),
    interceptors: interceptors(ours),
  });
  const server = wire.endsWith("/2") ? http2.createServer(handler) : http.createServer(handler);
  const sessions = new Set<http2.ServerHttp2Session>();
  server.on("session", (session) => sessions.add(session));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  try {
    return await withRecordingProxy((server.address() as AddressInfo).port, async (proxy) => {
      const baseUrl = `http://127.0.0.1:${proxy.port}`;
      const client = createClient(LibraryService, transportFor(wire, baseUrl));
      return use({
        call: (kind, signal) => withinASecond(start(client, kind, signal)),
        later: () => withinASecond(collect(async () => [await client.createShelf({})])),
        sent: proxy.sent,
        reports,
        baseUrl,
      });
    });
  } finally {
    for (const session of sessions) session.destroy();
    if ("closeAllConnections" in server) server.closeAllConnections();
    server.close();
  }
}

/** A transport that asks for nothing compressed, which could not be searched. */
function transportFor(wire: Wire, baseUrl: string): Transport {
  const options = { baseUrl, acceptCompression: [] };
  const httpVersion = wire.endsWith("/2") ? "2" : "1.1";
  if (wire.startsWith("connect/")) return createConnectTransport({ ...options, httpVersion });
  if (wire.startsWith("grpc-web/")) return createGrpcWebTransport({ ...options, httpVersion });
  return createGrpcTransport(options);
}

function start(client: Client<typeof LibraryService>, kind: Kind, signal?: AbortSignal) {
  const options = { timeoutMs: TIMEOUT_MS, ...(signal && { signal }) };
  const calls: Record<Kind, () => Promise<unknown[]> | AsyncIterable<unknown>> = {
    unary: async () => [await client.getBook({}, options)],
    clientStream: async () => [await client.importBooks(requests(), options)],
    serverStream: () => client.listBooks({}, options),
    bidi: () => client.reserveBooks(requests(), options),
  };
  return collect(calls[kind]);
}

async function* requests(): AsyncGenerator<object> {
  yield {};
  yield {};
}

async function collect(call: () => Promise<unknown[]> | AsyncIterable<unknown>): Promise<Outcome> {
  const messages: unknown[] = [];
  try {
    const answer = call();
    if (answer instanceof Promise) messages.push(...(await answer));
    else for await (const message of answer) messages.push(message);
    return { messages };
  } catch (error) {
    return { error, messages };
  }
}

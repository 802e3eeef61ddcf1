import * as http from "node:http";
import * as http2 from "node:http2";
import type { AddressInfo } from "node:net";
import type { DescMethodUnary, DescService } from "@bufbuild/protobuf";
import { Code, ConnectError, type HandlerContext, type Interceptor } from "@connectrpc/connect";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import {
  Client,
  credentials,
  type Interceptor as GrpcInterceptor,
  type handleUnaryCall,
  Metadata,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
} from "@grpc/grpc-js";
import { grpcService } from "../../../demo/cloud/grpc-service.js";
import type { ClientOrTransport } from "../../../src/operation/sources/caller.js";
import { WIRES as CONNECT_WIRES, transportFor, type Wire } from "../../connect/library-server.js";

/** grpc-js, and each wire of Connect. */
export const WIRES = ["grpc-js", ...CONNECT_WIRES] as const;

/** What a handler is told, alike for all wires. */
export interface ServedCall {
  readonly method: string;
  readonly request: Readonly<Record<string, unknown>>;
  readonly header: (name: string) => string | undefined;
  /** What is left of the caller's time. */
  readonly timeoutMs: number | undefined;
  /** Resolves when the caller has given up. */
  readonly cancelled: Promise<void>;
  setHeader(name: string, value: string): void;
  setTrailer(name: string, value: string): void;
}

/** Gives the answer, or throws a {@link Failure}. */
export type Handler = (call: ServedCall) => Promise<object>;

/** A handler that never answers, and what resolves, at its first call, with when that call is cancelled. */
export function hangingHandler() {
  let onCall = (_cancelled: Promise<void>) => {};
  // In a list: a promise of a promise would resolve with what that resolves with.
  const served = new Promise<Promise<void>[]>((resolve) => {
    onCall = (cancelled) => resolve([cancelled]);
  });
  const handler: Handler = ({ cancelled }) => {
    onCall(cancelled);
    return new Promise(() => {});
  };
  return { handler, served };
}

/** A failure as both libraries' servers can send it. */
export class Failure extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

interface Interceptors {
  readonly grpc?: GrpcInterceptor[];
  readonly connect?: Interceptor[];
}

/** Runs a real server of a service on a free port, and `use` with what reaches it by `wire`, and its address. */
export async function withOperations<T>(
  wire: (typeof WIRES)[number],
  service: DescService,
  handler: Handler,
  use: (carrier: ClientOrTransport, address: string) => Promise<T>,
  { grpc = [], connect = [] }: Interceptors = {},
): Promise<T> {
  if (wire === "grpc-js") return withGrpc(service, handler, use, grpc);
  return withConnect(wire, service, handler, use, connect);
}

async function withGrpc<T>(
  service: DescService,
  handler: Handler,
  use: (client: Client, address: string) => Promise<T>,
  interceptors: GrpcInterceptor[],
): Promise<T> {
  const server = new Server();
  const handlers = service.methods.map(({ localName }) => [
    localName,
    grpcHandler(localName, handler),
  ]);
  server.addService(grpcService(service), Object.fromEntries(handlers));
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  const address = `127.0.0.1:${port}`;
  const client = new Client(address, credentials.createInsecure(), { interceptors });
  try {
    return await use(client, address);
  } finally {
    client.close();
    server.forceShutdown();
  }
}

function grpcHandler(method: string, handler: Handler): handleUnaryCall<object, object> {
  return async (call: ServerUnaryCall<object, object>, callback) => {
    const headers = new Metadata();
    const trailers = new Metadata();
    const sendHeaders = () => {
      if (Object.keys(headers.getMap()).length > 0) call.sendMetadata(headers);
    };
    const deadline = call.getDeadline();
    try {
      const answer = await handler({
        method,
        request: call.request as Record<string, unknown>,
        header: (name) => call.metadata.get(name)[0]?.toString(),
        timeoutMs:
          deadline === Number.POSITIVE_INFINITY ? undefined : Number(deadline) - Date.now(),
        cancelled: new Promise((resolve) => call.once("cancelled", () => resolve())),
        setHeader: (name, value) => headers.set(name, value),
        setTrailer: (name, value) => trailers.set(name, value),
      });
      sendHeaders();
      callback(null, answer, trailers);
    } catch (thrown) {
      const { code = 2, message } = thrown as Failure;
      sendHeaders();
      callback({ code, details: message, metadata: trailers });
    }
  };
}

async function withConnect<T>(
  wire: Wire,
  service: DescService,
  handler: Handler,
  use: (carrier: ClientOrTransport, address: string) => Promise<T>,
  interceptors: Interceptor[],
): Promise<T> {
  const adapter = connectNodeAdapter({
    routes: (router) => {
      for (const method of service.methods) {
        router.rpc(method as DescMethodUnary, connectHandler(method.localName, handler) as never);
      }
    },
  });
  const server = wire.endsWith("/2") ? http2.createServer(adapter) : http.createServer(adapter);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const sessions = new Set<http2.ServerHttp2Session>();
  server.on("session", (session) => sessions.add(session));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    return await use(transportFor(wire, baseUrl, interceptors), baseUrl);
  } finally {
    for (const session of sessions) session.destroy();
    if ("closeAllConnections" in server) server.closeAllConnections();
    server.close();
  }
}

function connectHandler(method: string, handler: Handler) {
  return async (request: object, context: HandlerContext) => {
    const failed = new Headers();
    const { signal } = context;
    try {
      return await handler({
        method,
        request: request as Record<string, unknown>,
        header: (name) => context.requestHeader.get(name) ?? undefined,
        timeoutMs: context.timeoutMs(),
        cancelled: new Promise((resolve) => {
          signal.addEventListener("abort", () => resolve(), { once: true });
        }),
        setHeader(name, value) {
          context.responseHeader.set(name, value);
          // A failure over Connect has the error's headers alone.
          if (context.protocolName === "connect") failed.set(name, value);
        },
        setTrailer: (name, value) => context.responseTrailer.set(name, value),
      });
    } catch (thrown) {
      const { code = Code.Unknown, message } = thrown as Failure;
      throw new ConnectError(message, code, failed);
    }
  };
}

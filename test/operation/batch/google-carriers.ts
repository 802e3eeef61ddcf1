import * as http from "node:http";
import { create, createRegistry, type MessageInitShape, toJson } from "@bufbuild/protobuf";
import { connectNodeAdapter, createConnectTransport } from "@connectrpc/connect-node";
import { Client, credentials, Server, type ServerUnaryCall } from "@grpc/grpc-js";
import { grpcService } from "../../../demo/cloud/grpc-service.js";
import { openGrpc } from "../../../demo/cloud/open-grpc.js";
import { openHttp } from "../../../demo/cloud/open-http.js";
import type { OpenServer } from "../../../demo/cloud/running-server.js";
import { ShelfSchema } from "../../../gen/example/library/v1/library_pb.js";
import {
  type GetOperationRequest,
  type ListOperationsRequest,
  ListOperationsResponseSchema,
  OperationSchema,
  Operations,
} from "../../../gen/google/longrunning/operations_pb.js";
import { ErrorInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { serverInterceptor } from "../../../src/entry/connect.js";
import { guard } from "../../../src/entry/grpc-js.js";
import { encodeHttp } from "../../../src/entry/http.js";
import { RpcError } from "../../../src/entry/index.js";
import {
  googleOperations,
  type OperationSource,
  restOperations,
} from "../../../src/entry/operation.js";
import type { Traffic } from "./traffic.js";

/** What is listed by whom: a name, and how many a page may have. */
interface Listing {
  readonly parent?: string;
  readonly pageSize?: number;
}

/** What a service answers; `undefined` for never. Throws an `RpcError` where it fails. */
export interface Service {
  get(name: string): Later<MessageInitShape<typeof OperationSchema>>;
  /** Default: there is no such method. */
  list?(request: Asked): Later<MessageInitShape<typeof ListOperationsResponseSchema>>;
}

export type Asked = Pick<ListOperationsRequest, "name" | "filter" | "pageSize" | "pageToken">;
type Later<T> = T | undefined | Promise<T | undefined>;

/** A way to serve Google's operations, and to ask for them. */
export interface GoogleCarrier {
  /**
   * @param traffic - sees every call that is served.
   * @param port - 0 for a free one.
   */
  start(service: Service, traffic: Traffic, port: number): Promise<OpenServer>;
  /** Asks what listens on a port, until `close` is called. */
  connect(port: number, listing: Listing): { readonly source: OperationSource; close(): void };
}

const grpcJs: GoogleCarrier = {
  async start(service, traffic, port) {
    const server = new Server();
    const cancelled = (call: ServerUnaryCall<object, object>) =>
      new Promise<void>((resolve) => call.once("cancelled", () => resolve()));
    const getOperation = async (call: ServerUnaryCall<GetOperationRequest, object>) => {
      const { name } = call.request;
      return traffic.get(name, () => service.get(name), cancelled(call));
    };
    const listOperations = async (call: ServerUnaryCall<ListOperationsRequest, object>) =>
      traffic.list(() => listOf(service, call.request), cancelled(call));
    server.addService(grpcService(Operations), guard({ getOperation, listOperations }));
    return openGrpc(server, port);
  },
  connect(port, listing) {
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
      "grpc.initial_reconnect_backoff_ms": 50,
      "grpc.max_reconnect_backoff_ms": 100,
    });
    return { source: googleOperations(client, listing), close: () => client.close() };
  },
};

const connect: GoogleCarrier = {
  start(service, traffic, port) {
    const adapter = connectNodeAdapter({
      interceptors: [serverInterceptor()],
      routes: (router) =>
        router.service(Operations, {
          getOperation: ({ name }, { signal }) =>
            traffic.get(name, () => service.get(name), aborted(signal)),
          listOperations: (request, { signal }) =>
            traffic.list(() => listOf(service, request), aborted(signal)),
        }),
    });
    return openHttp(http.createServer(adapter), port);
  },
  connect(port, listing) {
    const baseUrl = `http://127.0.0.1:${port}`;
    // What is written to a kept connection that has just died fails in a way of its own.
    const agent = new http.Agent({ keepAlive: true });
    const nodeOptions = { agent };
    const transport = createConnectTransport({ baseUrl, httpVersion: "1.1", nodeOptions });
    return { source: googleOperations(transport, listing), close: () => agent.destroy() };
  },
};

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });

const registry = createRegistry(ShelfSchema, ErrorInfoSchema);

const rest: GoogleCarrier = {
  start(service, traffic, port) {
    const listener: http.RequestListener = async (request, response) => {
      const closed = new Promise<void>((resolve) => response.once("close", resolve));
      const { pathname, searchParams } = new URL(request.url ?? "", "http://127.0.0.1");
      const name = decodeURIComponent(pathname.slice("/v1/".length));
      const answer = async () => {
        if (!name.endsWith("/operations")) {
          const operation = await traffic.get(name, () => service.get(name), closed);
          return toJson(OperationSchema, create(OperationSchema, operation), { registry });
        }
        const asked = {
          name: name.slice(0, -"/operations".length),
          filter: searchParams.get("filter") ?? "",
          pageSize: Number(searchParams.get("pageSize")),
          pageToken: searchParams.get("pageToken") ?? "",
        };
        const page = await traffic.list(() => listOf(service, asked), closed);
        const message = create(ListOperationsResponseSchema, page);
        return toJson(ListOperationsResponseSchema, message, { registry });
      };
      try {
        const body = await answer();
        response.setHeader("content-type", "application/json").end(JSON.stringify(body));
      } catch (error) {
        const { status, headers, body } = encodeHttp(error, { dialect: "aip-193" });
        response.writeHead(status, headers).end(body);
      }
    };
    return openHttp(http.createServer(listener), port);
  },
  connect: (port, listing) => ({
    source: restOperations({ url: `http://127.0.0.1:${port}`, style: "google", ...listing }),
    close() {},
  }),
};

function listOf({ list }: Service, request: Asked) {
  if (list === undefined) throw new RpcError("UNIMPLEMENTED", "no such method");
  return list(request);
}

/** By name. */
export const GOOGLE_CARRIERS: Readonly<Record<string, GoogleCarrier>> = {
  "grpc-js": grpcJs,
  connect,
  rest,
};

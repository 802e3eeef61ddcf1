import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { create, createRegistry, type MessageInitShape, toJson } from "@bufbuild/protobuf";
import { connectNodeAdapter, createConnectTransport } from "@connectrpc/connect-node";
import {
  Client,
  credentials,
  Metadata,
  Server,
  ServerCredentials,
  type sendUnaryData,
} from "@grpc/grpc-js";
import { grpcService } from "../../demo/cloud/grpc-service.js";
import { CreateShelfMetadataSchema, ShelfSchema } from "../../gen/example/library/v1/library_pb.js";
import { OperationSchema } from "../../gen/yandex/cloud/operation/operation_pb.js";
import { OperationService } from "../../gen/yandex/cloud/operation/operation_service_pb.js";
import type { OperationSource } from "../../src/entry/operation.js";
import { restOperations } from "../../src/operation/sources/rest-operations.js";
import { yandexOperations } from "../../src/operation/sources/yandex-operations.js";

/** What a service answers a poll with; `undefined` for never. */
export type Answer = (id: string) => MessageInitShape<typeof OperationSchema> | undefined;

/** A server of operations in this process, that can be stopped in the middle of an answer. */
export interface RunningServer {
  readonly port: number;
  stop(): void;
}

/** A way to serve operations, and to ask for them. Each answer comes with {@link REQUEST_ID}. */
export interface Carrier {
  /** @param port - 0 for a free one. */
  start(answer: Answer, port: number): Promise<RunningServer>;
  /** Asks what listens on a port, until `close` is called. */
  connect(port: number): { readonly source: OperationSource; close(): void };
}

export const REQUEST_ID = "r-17";

const silence = () => new Promise<never>(() => {});

const grpcJs: Carrier = {
  async start(answer, port) {
    const server = new Server();
    const get = (
      call: { request: { operationId: string }; sendMetadata(metadata: Metadata): void },
      respond: sendUnaryData<object>,
    ) => {
      const operation = answer(call.request.operationId);
      if (operation === undefined) return;
      call.sendMetadata(Metadata.fromHttp2Headers({ "x-request-id": REQUEST_ID }));
      respond(null, operation);
    };
    server.addService(grpcService(OperationService), { get });
    const bound = await new Promise<number>((resolve, reject) => {
      server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, number) =>
        error ? reject(error) : resolve(number),
      );
    });
    return { port: bound, stop: () => server.forceShutdown() };
  },
  connect(port) {
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
      "grpc.initial_reconnect_backoff_ms": 50,
      "grpc.max_reconnect_backoff_ms": 100,
    });
    return { source: yandexOperations(client), close: () => client.close() };
  },
};

const connect: Carrier = {
  start: (answer, port) =>
    listen(
      connectNodeAdapter({
        routes: (router) =>
          router.service(OperationService, {
            async get({ operationId }, { responseHeader }) {
              responseHeader.set("x-request-id", REQUEST_ID);
              return create(OperationSchema, answer(operationId) ?? (await silence()));
            },
          }),
      }),
      port,
    ),
  connect(port) {
    const baseUrl = `http://127.0.0.1:${port}`;
    const transport = createConnectTransport({ baseUrl, httpVersion: "1.1" });
    return { source: yandexOperations(transport), close() {} };
  },
};

const registry = createRegistry(ShelfSchema, CreateShelfMetadataSchema);

const rest: Carrier = {
  start: (answer, port) =>
    listen((request, response) => {
      const operation = answer(request.url?.split("/").at(-1) ?? "");
      if (operation === undefined) return;
      const json = toJson(OperationSchema, create(OperationSchema, operation), { registry });
      response.setHeader("content-type", "application/json");
      response.setHeader("x-request-id", REQUEST_ID);
      response.end(JSON.stringify(json));
    }, port),
  connect: (port) => ({
    source: restOperations({ url: `http://127.0.0.1:${port}` }),
    close() {},
  }),
};

async function listen(handler: http.RequestListener, port: number): Promise<RunningServer> {
  const server = http.createServer(handler);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** By name. */
export const CARRIERS: Readonly<Record<string, Carrier>> = { "grpc-js": grpcJs, connect, rest };

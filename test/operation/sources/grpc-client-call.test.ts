import { create } from "@bufbuild/protobuf";
import {
  Channel,
  Client,
  credentials,
  InterceptingCall,
  type Interceptor,
  Metadata,
} from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { OperationSchema } from "../../../gen/yandex/cloud/operation/operation_pb.js";
import { OperationService } from "../../../gen/yandex/cloud/operation/operation_service_pb.js";
import { Code, RpcError } from "../../../src/entry/index.js";
import { grpcClientCall } from "../../../src/operation/sources/grpc-client-call.js";
import { withinASecond } from "../../fixtures/within-a-second.js";
import { rejection } from "../../http/http-server.js";
import { type Handler, withOperations } from "./operations-server.js";
import { pollContext } from "./poll-context.js";

const { get } = OperationService.method;
const id = { operationId: "fhm1" };
const running: Handler = async () => create(OperationSchema, { id: "fhm1" });

describe("grpcClientCall", () => {
  it("rejects with an RpcError where the client is closed", async () => {
    const client = new Client("127.0.0.1:1", credentials.createInsecure());
    client.close();
    const error = await rejection(
      grpcClientCall(client, undefined)(get, id, pollContext().context),
    );
    expect(error).toBeInstanceOf(RpcError);
    expect((error as RpcError).message).toMatch(/shut down/);
  });

  it("leaves the caller's metadata as it is, whatever interceptors write into theirs", async () => {
    const seen: unknown[] = [];
    const handler: Handler = async (call) => {
      seen.push(call.header("authorization"), call.header("x-hop"));
      return running(call);
    };
    const writing: Interceptor = (options, nextCall) =>
      new InterceptingCall(nextCall(options), {
        start(metadata, listener, next) {
          metadata.set("x-hop", "1");
          next(metadata, listener);
        },
      });
    const metadata = new Metadata();
    metadata.set("authorization", "Bearer 1");
    await withOperations(
      "grpc-js",
      OperationService,
      handler,
      (client) => grpcClientCall(client as Client, metadata)(get, id, pollContext().context),
      { grpc: [writing] },
    );
    expect(seen).toEqual(["Bearer 1", "1"]);
    expect(metadata.getMap()).toEqual({ authorization: "Bearer 1" });
  });

  it("calls over a client made of a channel", async () => {
    await withOperations("grpc-js", OperationService, running, async (_client, address) => {
      const channel = new Channel(address, credentials.createInsecure(), {});
      const client = new Client(address, credentials.createInsecure(), {
        channelOverride: channel,
      });
      try {
        const operation = await grpcClientCall(client, undefined)(get, id, pollContext().context);
        expect(operation.id).toBe("fhm1");
      } finally {
        channel.close();
      }
    });
  });

  it("gives bytes that are no Buffer", async () => {
    const value = new Uint8Array([10, 1, 120]);
    const metadata = { typeUrl: "type.googleapis.com/a.B", value };
    const handler: Handler = async () => create(OperationSchema, { id: "fhm1", metadata });
    await withOperations("grpc-js", OperationService, handler, async (client) => {
      const call = grpcClientCall(client as Client, undefined);
      const operation = await call(get, id, pollContext().context);
      expect(operation.metadata?.value).toEqual(value);
      expect(Buffer.isBuffer(operation.metadata?.value)).toBe(false);
    });
  });

  it("gives up at once where an interceptor keeps the end of a cancelled call to itself", async () => {
    const silent: Interceptor = (options, nextCall) =>
      new InterceptingCall(nextCall(options), {
        start(metadata, _listener, next) {
          next(metadata, { onReceiveStatus: (_status, _next) => {} });
        },
      });
    await withOperations(
      "grpc-js",
      OperationService,
      running,
      async (client) => {
        const { abort, context } = pollContext();
        const polled = rejection(grpcClientCall(client as Client, undefined)(get, id, context));
        abort.abort();
        expect(((await withinASecond(polled)) as RpcError).code).toBe(Code.CANCELLED);
      },
      { grpc: [silent] },
    );
  });
});

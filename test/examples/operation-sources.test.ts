import { create } from "@bufbuild/protobuf";
import { credentials } from "@grpc/grpc-js";
import { GoogleAuth, googleAuthLibrary, lro } from "google-gax";
import { createChannel, createClient } from "nice-grpc";
import { describe, expect, it } from "vitest";
import { grpcService } from "../../demo/cloud/grpc-service.js";
import { fromGax } from "../../examples/operations/gax.js";
import { fromYandexSdk, type SdkOperations } from "../../examples/operations/yandex-sdk.js";
import * as google from "../../gen/google/longrunning/operations_pb.js";
import * as yandex from "../../gen/yandex/cloud/operation/operation_pb.js";
import { OperationService } from "../../gen/yandex/cloud/operation/operation_service_pb.js";
import { Code, RpcError } from "../../src/entry/index.js";
import { type OperationSource, operationSnapshot } from "../../src/entry/operation.js";
import { withinASecond } from "../fixtures/within-a-second.js";
import { rejection } from "../http/http-server.js";
import { Failure, type Handler, withOperations } from "../operation/sources/operations-server.js";
import { pollContext } from "../operation/sources/poll-context.js";

/** Runs `use` with a client of nice-grpc, which the SDK's own clients are. */
async function withSdk<T>(
  handler: Handler,
  use: (client: SdkOperations) => Promise<T>,
): Promise<T> {
  return withOperations("grpc-js", OperationService, handler, async (_client, address) => {
    const channel = createChannel(address);
    try {
      return await use(createClient(grpcService(OperationService), channel) as never);
    } finally {
      channel.close();
    }
  });
}

const asked: string[] = [];
const recording: Handler = async ({ method, request, setHeader, setTrailer }) => {
  asked.push(method);
  setHeader("x-operation-poll-interval", "7");
  setTrailer("x-shelf-trailer", "last");
  return create(yandex.OperationSchema, { id: String(request.operationId), done: true });
};

describe("the source over the SDK of Yandex Cloud", () => {
  it("fetches and cancels operations and hands over headers and trailers", async () => {
    asked.length = 0;
    await withSdk(recording, async (client) => {
      const { context, header } = pollContext();
      const source = fromYandexSdk(client);
      const { id, state } = operationSnapshot(await source.get("fhm1", context));
      expect([id, state]).toEqual(["fhm1", "succeeded"]);
      await source.cancel?.("fhm1", context);
      expect(asked).toEqual(["get", "cancel"]);
      expect(header("x-operation-poll-interval")).toEqual(["7"]);
      expect(header("x-shelf-trailer")).toEqual(["last"]);
    });
  });

  it("ends a call when the signal is aborted", async () => {
    let began = () => {};
    const served = new Promise<void>((resolve) => {
      began = () => resolve();
    });
    const handler: Handler = () => {
      began();
      return new Promise(() => {});
    };
    await withSdk(handler, async (client) => {
      const { abort, context } = pollContext();
      const polled = rejection(Promise.resolve(fromYandexSdk(client).get("fhm1", context)));
      await served;
      abort.abort();
      expect(RpcError.from(await withinASecond(polled)).code).toBe(Code.CANCELLED);
    });
  });
});

describe("the source over google-gax", () => {
  const auth = new GoogleAuth({ authClient: new googleAuthLibrary.PassThroughClient() });

  const withSource = async (address: string, use: (source: OperationSource) => Promise<void>) => {
    const client = lro({ auth } as never).operationsClient({
      servicePath: "127.0.0.1",
      port: Number(address.split(":")[1]),
      sslCreds: credentials.createInsecure(),
    });
    await use(fromGax(client)).finally(() => client.close());
  };

  it("fetches and cancels operations", async () => {
    const methods: string[] = [];
    const handler: Handler = async ({ method, request }) => {
      methods.push(method);
      if (method === "cancelOperation") return {};
      return create(google.OperationSchema, { name: String(request.name), done: true });
    };
    await withOperations("grpc-js", google.Operations, handler, async (_client, address) => {
      await withSource(address, async (source) => {
        const { context } = pollContext();
        const { id, state } = operationSnapshot(await source.get("operations/7", context));
        expect([id, state]).toEqual(["operations/7", "succeeded"]);
        await source.cancel?.("operations/7", context);
        expect(methods).toEqual(["getOperation", "cancelOperation"]);
      });
    });
  });

  it("rejects after one call with what the service answered", async () => {
    let calls = 0;
    const handler: Handler = async () => {
      calls++;
      throw new Failure(Code.UNAVAILABLE, "try again");
    };
    await withOperations("grpc-js", google.Operations, handler, async (_client, address) => {
      await withSource(address, async (source) => {
        const polled = source.get("operations/7", pollContext().context);
        const error = RpcError.from(await rejection(Promise.resolve(polled)));
        expect(error).toMatchObject({ code: Code.UNAVAILABLE, message: "try again" });
        expect(calls).toBe(1);
      });
    });
  });
});

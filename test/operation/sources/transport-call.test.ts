import type { ServerHttp2Stream } from "node:http2";
import { create, toBinary } from "@bufbuild/protobuf";
import type { Transport } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { OperationSchema } from "../../../gen/yandex/cloud/operation/operation_pb.js";
import { OperationService } from "../../../gen/yandex/cloud/operation/operation_service_pb.js";
import { Code, RpcError } from "../../../src/entry/index.js";
import { transportCall } from "../../../src/operation/sources/transport-call.js";
import { transportFor } from "../../connect/library-server.js";
import { DAMAGED } from "../../fixtures/damaged-trailers.js";
import { withHttp2Server } from "../../fixtures/http2-server.js";
import { withRawServer } from "../../fixtures/raw-grpc-server.js";
import { rejection } from "../../http/http-server.js";
import { freePort } from "../../sdk/serve.js";
import { type Handler, withOperations } from "./operations-server.js";
import { pollContext } from "./poll-context.js";

const { get } = OperationService.method;
const operation = create(OperationSchema, { id: "fhm1" });
const id = { operationId: "fhm1" };

const failureAt = async (port: number) => {
  const transport = transportFor("grpc/2", `http://127.0.0.1:${port}`, []);
  return rejection(transportCall(transport, undefined)(get, id, pollContext().context));
};

describe("transportCall", () => {
  it("finds the failure that Connect takes for a success because the proto says 0", async () => {
    const zero = DAMAGED.find(({ name }) => name === "a proto code of 0");
    const messages = [toBinary(OperationSchema, operation)];
    const headers = { "x-request-id": "req-9" };
    const answer = { messages, headers, trailers: zero?.trailers ?? {} };
    await withRawServer(answer, async (port) => {
      const error = await failureAt(port);
      expect(error).toBeInstanceOf(RpcError);
      expect(error).toMatchObject({
        code: Code.NOT_FOUND,
        message: "no such book",
        via: "grpc",
        requestIds: ["req-9"],
      });
    });
  });

  it("lets grpc-status decide over the code of the details, as our interceptor does", async () => {
    const other = DAMAGED.find(({ name }) => name === "another proto code");
    await withRawServer({ trailers: other?.trailers ?? {} }, async (port) => {
      expect(await failureAt(port)).toMatchObject({ code: other?.code, message: other?.message });
    });
  });

  it("finds a refused connection UNAVAILABLE", async () => {
    const error = await failureAt(await freePort());
    expect(error).toMatchObject({ code: Code.UNAVAILABLE, origin: "transport" });
  });

  it("does not take an answer that says nothing for an error that was made here", async () => {
    const bare = (stream: ServerHttp2Stream) => stream.respond({}, { endStream: true });
    await withHttp2Server(bare, async (port) => {
      expect(await failureAt(port)).toMatchObject({ code: Code.UNKNOWN, origin: "transport" });
    });
  });

  it("leaves the caller's headers as they are", async () => {
    const seen: unknown[] = [];
    const handler: Handler = async ({ header }) => {
      seen.push(header("authorization"));
      return operation;
    };
    const headers = new Headers({ authorization: "Bearer 1" });
    await withOperations("connect/1.1", OperationService, handler, (transport) =>
      transportCall(transport as Transport, headers)(get, id, pollContext().context),
    );
    expect(seen).toEqual(["Bearer 1"]);
    expect([...headers]).toEqual([["authorization", "Bearer 1"]]);
  });
});

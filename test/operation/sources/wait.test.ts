import { create } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { ShelfSchema } from "../../../gen/example/library/v1/library_pb.js";
import { OperationSchema, Operations } from "../../../gen/google/longrunning/operations_pb.js";
import { Code, RpcError } from "../../../src/entry/index.js";
import { OperationPollError, waitForOperation } from "../../../src/entry/operation.js";
import { googleOperations } from "../../../src/operation/sources/google-operations.js";
import { rejection } from "../../http/http-server.js";
import { Failure, type Handler, WIRES, withOperations } from "./operations-server.js";

const backoff = { initialMs: 10, maxMs: 10 };
const value = anyPack(ShelfSchema, create(ShelfSchema, { topic: "Poetry" }));
const over = { done: true, result: { case: "response", value } } as const;

describe.each(WIRES)("waitForOperation with a source over %s", (wire) => {
  it("polls where the service cannot wait, until the operation is over", async () => {
    const methods: string[] = [];
    const handler: Handler = async ({ method, request }) => {
      methods.push(method);
      if (method === "waitOperation") throw new Failure(Code.UNIMPLEMENTED, "no such method");
      const name = String(request.name);
      return create(OperationSchema, { name, ...(methods.length > 3 && over) });
    };
    await withOperations(wire, Operations, handler, async (carrier) => {
      const source = googleOperations(carrier);
      const response = ShelfSchema;
      const shelf = await waitForOperation("operations/7", { source, response, backoff });
      expect(shelf?.topic).toBe("Poetry");
      expect(methods).toEqual(["waitOperation", "getOperation", "getOperation", "getOperation"]);
    });
  });

  it("gives the request ids of the call that failed for good", async () => {
    const handler: Handler = async ({ setHeader }) => {
      setHeader("x-request-id", "req-9");
      throw new Failure(Code.PERMISSION_DENIED, "not yours");
    };
    await withOperations(wire, Operations, handler, async (carrier) => {
      const waiting = waitForOperation("operations/7", {
        source: googleOperations(carrier),
        backoff,
      });
      const error = await rejection(waiting);
      expect(error).toBeInstanceOf(OperationPollError);
      const { code, requestIds } = RpcError.from((error as OperationPollError).cause);
      expect([code, requestIds]).toEqual([Code.PERMISSION_DENIED, ["req-9"]]);
    });
  });
});

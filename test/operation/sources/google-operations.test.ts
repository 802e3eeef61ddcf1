import { create } from "@bufbuild/protobuf";
import { durationMs } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import {
  OperationSchema,
  Operations,
  type WaitOperationRequest,
} from "../../../gen/google/longrunning/operations_pb.js";
import { Code, type RpcError } from "../../../src/entry/index.js";
import { googleOperations } from "../../../src/operation/sources/google-operations.js";
import { withinASecond } from "../../fixtures/within-a-second.js";
import { rejection } from "../../http/http-server.js";
import {
  Failure,
  type Handler,
  hangingHandler,
  WIRES,
  withOperations,
} from "./operations-server.js";
import { pollContext } from "./poll-context.js";

/** A server that knows every operation, and keeps what it was asked. */
function recording() {
  const asked: { method: string; request: Readonly<Record<string, unknown>> }[] = [];
  const handler: Handler = async ({ method, request }) => {
    asked.push({ method, request });
    return method === "cancelOperation"
      ? {}
      : create(OperationSchema, { name: String(request.name) });
  };
  return { asked, handler };
}

describe.each(WIRES)("googleOperations over %s", (wire) => {
  it("fetches an operation by its name, slashes and all", async () => {
    const { asked, handler } = recording();
    await withOperations(wire, Operations, handler, async (carrier) => {
      const name = "projects/p 1/operations/a:b?c";
      const operation = await googleOperations(carrier).get(name, pollContext().context);
      expect(operation.name).toBe(name);
      expect(operation.$typeName).toBe("google.longrunning.Operation");
      expect(asked.map(({ method }) => method)).toEqual(["getOperation"]);
    });
  });

  it("cancels by CancelOperation", async () => {
    const { asked, handler } = recording();
    await withOperations(wire, Operations, handler, async (carrier) => {
      const { signal } = new AbortController();
      await googleOperations(carrier).cancel("operations/7", { signal });
      expect(asked.map(({ method, request }) => [method, request.name])).toEqual([
        ["cancelOperation", "operations/7"],
      ]);
    });
  });

  it("lets the server wait by WaitOperation, a little less than the call may take", async () => {
    const { asked, handler } = recording();
    await withOperations(wire, Operations, handler, async (carrier) => {
      const operation = await googleOperations(carrier).wait(
        "operations/7",
        pollContext(60_000).context,
      );
      expect(operation.name).toBe("operations/7");
      const { method, request } = asked[0] ?? {};
      expect(method).toBe("waitOperation");
      const { timeout } = request as WaitOperationRequest;
      expect(timeout && durationMs(timeout)).toBe(55_000);
    });
  });

  it("leaves the waiting to a server where the call has no deadline", async () => {
    const { asked, handler } = recording();
    await withOperations(wire, Operations, handler, async (carrier) => {
      const { context } = pollContext(Number.POSITIVE_INFINITY);
      await googleOperations(carrier).wait("operations/7", context);
      expect(asked[0]?.request).toHaveProperty("name", "operations/7");
      expect(asked[0]?.request.timeout).toBeUndefined();
    });
  });

  it("rejects with UNIMPLEMENTED where a service has no WaitOperation", async () => {
    const handler: Handler = async () => {
      throw new Failure(Code.UNIMPLEMENTED, "no such method");
    };
    await withOperations(wire, Operations, handler, async (carrier) => {
      const { context } = pollContext();
      const error = await rejection(googleOperations(carrier).wait("operations/7", context));
      expect((error as RpcError).code).toBe(Code.UNIMPLEMENTED);
      expect((error as RpcError).origin).toBe("server");
    });
  });

  it("ends the waiting on the server when the signal is aborted", async () => {
    const { handler, served } = hangingHandler();
    await withOperations(wire, Operations, handler, async (carrier) => {
      const { abort, context } = pollContext();
      const waited = rejection(googleOperations(carrier).wait("operations/7", context));
      const [cancelled] = await served;
      abort.abort();
      expect(((await withinASecond(waited)) as RpcError).code).toBe(Code.CANCELLED);
      expect(await withinASecond(cancelled ?? Promise.reject())).toBeUndefined();
    });
  });
});

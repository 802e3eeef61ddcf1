import { getEventListeners } from "node:events";
import { create } from "@bufbuild/protobuf";
import { Metadata } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { OperationSchema } from "../../../gen/yandex/cloud/operation/operation_pb.js";
import { OperationService } from "../../../gen/yandex/cloud/operation/operation_service_pb.js";
import { clientInterceptor as connectInterceptor } from "../../../src/entry/connect.js";
import { clientInterceptor as grpcInterceptor } from "../../../src/entry/grpc-js.js";
import { Code, RpcError } from "../../../src/entry/index.js";
import type { CallerOptions } from "../../../src/operation/sources/caller.js";
import { yandexOperations } from "../../../src/operation/sources/yandex-operations.js";
import { withinASecond } from "../../fixtures/within-a-second.js";
import { rejection } from "../../http/http-server.js";
import {
  Failure,
  type Handler,
  type ServedCall,
  WIRES,
  withOperations,
} from "./operations-server.js";

import { pollContext } from "./poll-context.js";

/** Headers as a client over this wire takes them. */
function sending(wire: string, value: () => string): CallerOptions {
  if (wire !== "grpc-js") return { headers: async () => ({ authorization: value() }) };
  return {
    metadata: async () => {
      const metadata = new Metadata();
      metadata.set("authorization", value());
      return metadata;
    },
  };
}

const never = new Promise<never>(() => {});

const running: Handler = async ({ request }) =>
  create(OperationSchema, { id: String(request.operationId), description: "a shelf" });

describe.each(WIRES)("yandexOperations over %s", (wire) => {
  const serving = <T>(
    handler: Handler,
    use: (carrier: Parameters<typeof yandexOperations>[0]) => Promise<T>,
  ) => withOperations(wire, OperationService, handler, use);

  it.each([
    { made: "letters", id: "fhm1" },
    { made: "what URLs are made of", id: "../a/b c?d#e%2F" },
    { made: "any characters", id: "операция 😀" },
    { made: "very many", id: "x".repeat(10_000) },
  ])("fetches an operation whose id is made of $made", async ({ id }) => {
    await serving(running, async (carrier) => {
      const operation = await yandexOperations(carrier).get(id, pollContext().context);
      expect(operation.$typeName).toBe("yandex.cloud.operation.Operation");
      expect(operation.id).toBe(id);
      expect(operation.description).toBe("a shelf");
    });
  });

  it("cancels by Cancel, and gives the operation as it is then", async () => {
    const methods: string[] = [];
    const handler: Handler = async (call) => {
      methods.push(call.method);
      return running(call);
    };
    await serving(handler, async (carrier) => {
      const { signal } = new AbortController();
      const operation = await yandexOperations(carrier).cancel("fhm1", { signal });
      expect(operation.id).toBe("fhm1");
      expect(methods).toEqual(["cancel"]);
    });
  });

  it("hands over headers and trailers of an answer before the answer", async () => {
    const handler: Handler = async (call) => {
      call.setHeader("x-operation-poll-interval", "7");
      call.setTrailer("x-shelf-trailer", "last");
      return running(call);
    };
    await serving(handler, async (carrier) => {
      const { context, header } = pollContext();
      const seen = yandexOperations(carrier)
        .get("fhm1", context)
        .then(() => [header("x-operation-poll-interval"), header("x-shelf-trailer")]);
      expect(await seen).toEqual([["7"], ["last"]]);
    });
  });

  it("rejects with an RpcError that has the ids of the request, without an interceptor", async () => {
    const handler: Handler = async (call) => {
      call.setHeader("x-request-id", "req-9");
      throw new Failure(Code.NOT_FOUND, "operation fhm1 does not exist");
    };
    await serving(handler, async (carrier) => {
      const { context, header } = pollContext();
      const error = await rejection(yandexOperations(carrier).get("fhm1", context));
      expect(error).toBeInstanceOf(RpcError);
      const { code, message, requestIds, origin, via } = error as RpcError;
      expect({ code, message, requestIds, origin }).toEqual({
        code: Code.NOT_FOUND,
        message: "operation fhm1 does not exist",
        requestIds: ["req-9"],
        origin: "server",
      });
      expect(via).toBe(wire === "grpc-js" ? "grpc" : wire.split("/")[0]);
      expect(header("x-request-id")).toContain("req-9");
    });
  });

  it("gives the same error with our interceptor", async () => {
    const handler: Handler = async (call) => {
      call.setHeader("x-request-id", "req-9");
      throw new Failure(Code.ABORTED, "try again");
    };
    const interceptors = { grpc: [grpcInterceptor()], connect: [connectInterceptor()] };
    const ask = (carrier: Parameters<typeof yandexOperations>[0]) =>
      rejection(yandexOperations(carrier).get("fhm1", pollContext().context));
    const error = await withOperations(wire, OperationService, handler, ask, interceptors);
    const { code, requestIds, origin, via } = error as RpcError;
    expect({ code, requestIds, origin }).toEqual({
      code: Code.ABORTED,
      requestIds: ["req-9"],
      origin: "server",
    });
    expect(via).toBe(wire === "grpc-js" ? "grpc" : wire.split("/")[0]);
  });

  it("sends what a function gives, anew with each call", async () => {
    const tokens: unknown[] = [];
    const handler: Handler = async (call) => {
      tokens.push(call.header("authorization"));
      return running(call);
    };
    await serving(handler, async (carrier) => {
      let count = 0;
      const source = yandexOperations(
        carrier,
        sending(wire, () => `Bearer ${++count}`),
      );
      await source.get("fhm1", pollContext().context);
      await source.cancel("fhm1", pollContext().context);
      expect(tokens).toEqual(["Bearer 1", "Bearer 2"]);
    });
  });

  it("tells the server how long the caller waits", async () => {
    let timeoutMs: number | undefined;
    const handler: Handler = async (call) => {
      timeoutMs = call.timeoutMs;
      return running(call);
    };
    await serving(handler, async (carrier) => {
      await yandexOperations(carrier).get("fhm1", pollContext(3_600_000).context);
      expect(timeoutMs).toBeGreaterThan(3_000_000);
      expect(timeoutMs).toBeLessThanOrEqual(3_600_000);
    });
  });

  it.each([Number.POSITIVE_INFINITY, 1e12])(
    "makes calls that may take %d ms",
    async (timeoutMs) => {
      await serving(running, async (carrier) => {
        const { context } = pollContext(timeoutMs);
        expect((await yandexOperations(carrier).get("fhm1", context)).id).toBe("fhm1");
      });
    },
  );

  it("ends a call that is never answered when its time is over", async () => {
    await serving(
      () => never,
      async (carrier) => {
        const { context } = pollContext(100);
        const error = await withinASecond(
          rejection(yandexOperations(carrier).get("fhm1", context)),
        );
        expect((error as RpcError).code).toBe(Code.DEADLINE_EXCEEDED);
      },
    );
  });

  it("ends the call on the server when the signal is aborted, and leaves no listener", async () => {
    let began = (_call: ServedCall) => {};
    const call = new Promise<ServedCall>((resolve) => {
      began = resolve;
    });
    const handler: Handler = (served) => {
      began(served);
      return never;
    };
    await serving(handler, async (carrier) => {
      const { abort, context } = pollContext();
      const polled = rejection(yandexOperations(carrier).get("fhm1", context));
      const { cancelled } = await call;
      const reason = new Error("nobody waits");
      abort.abort(reason);
      const error = await withinASecond(polled);
      expect((error as RpcError).code).toBe(Code.CANCELLED);
      expect((error as RpcError).cause).toBe(reason);
      expect(await withinASecond(cancelled)).toBeUndefined();
      expect(getEventListeners(abort.signal, "abort")).toEqual([]);
    });
  });

  it("leaves no listener on the signal after an answer", async () => {
    await serving(running, async (carrier) => {
      const { abort, context } = pollContext();
      const polled = yandexOperations(carrier).get("fhm1", context);
      expect(getEventListeners(abort.signal, "abort").length).toBeGreaterThan(0);
      await polled;
      expect(getEventListeners(abort.signal, "abort")).toEqual([]);
    });
  });

  it("makes no call once the signal is aborted", async () => {
    let calls = 0;
    const handler: Handler = async (call) => {
      calls++;
      return running(call);
    };
    await serving(handler, async (carrier) => {
      const { abort, context } = pollContext();
      abort.abort();
      const error = await rejection(yandexOperations(carrier).get("fhm1", context));
      expect((error as RpcError).code).toBe(Code.CANCELLED);
      await yandexOperations(carrier).get("fhm2", pollContext().context);
      expect(calls).toBe(1);
    });
  });

  it("rejects, and does not throw, where the function of the headers fails", async () => {
    await serving(running, async (carrier) => {
      const options = sending(wire, () => {
        throw new RpcError("UNAUTHENTICATED", "no token");
      });
      const polled = yandexOperations(carrier, options).get("fhm1", pollContext().context);
      expect(((await rejection(polled)) as RpcError).code).toBe(Code.UNAUTHENTICATED);
    });
  });

  it("does not wait for headers that never come", async () => {
    await serving(running, async (carrier) => {
      const options = wire === "grpc-js" ? { metadata: () => never } : { headers: () => never };
      const { abort, context } = pollContext();
      const polled = rejection(yandexOperations(carrier, options).get("fhm1", context));
      abort.abort();
      expect(((await withinASecond(polled)) as RpcError).code).toBe(Code.CANCELLED);
    });
  });
});

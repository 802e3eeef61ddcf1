import { ClientError, createChannel, createClientFactory } from "nice-grpc";
import { errorDetailsClientMiddleware, RichClientError } from "nice-grpc-error-details";
import { describe, expect, it } from "vitest";
import { fiveMessages } from "../fixtures/five-details.js";
import { expectDecoded } from "./expect-decoded.js";
import {
  failsRichly,
  getOperation,
  richlyFailed,
  withOperationsServer,
} from "./operations-server.js";
import { freePort, rejection } from "./serve.js";

const definition = { getOperation: { ...getOperation, options: {} } };

type Factory = ReturnType<typeof createClientFactory>;

/** What a nice-grpc client throws for a call to this port. */
async function failureOn(
  port: number,
  use: (factory: Factory) => Factory = (factory) => factory,
  signal?: AbortSignal,
): Promise<unknown> {
  const channel = createChannel(`127.0.0.1:${port}`);
  const client = use(createClientFactory()).create(definition, channel);
  try {
    return await rejection(
      client.getOperation(Buffer.alloc(0), signal === undefined ? {} : { signal }),
    );
  } finally {
    channel.close();
  }
}

describe("RpcError.from of nice-grpc's errors", () => {
  it("reads a ClientError, which holds no trailers", async () => {
    const cause = await withOperationsServer(failsRichly, (port) => failureOn(port));
    expect(cause).toBeInstanceOf(ClientError);
    expectDecoded(cause, {
      code: "INVALID_ARGUMENT",
      message: richlyFailed.message,
      origin: "server",
      via: "grpc",
    });
  });

  it("reads the details of a RichClientError, unknown ones included", async () => {
    const cause = await withOperationsServer(failsRichly, (port) =>
      failureOn(port, (factory) => factory.use(errorDetailsClientMiddleware) as Factory),
    );
    expect(cause).toBeInstanceOf(RichClientError);
    const error = expectDecoded(cause, {
      ...richlyFailed,
      requestIds: ["6f1c2a4e-8b7d-4c3a-9e5f-0a1b2c3d4e5f"],
    });
    // The package's copy of google.rpc is too old for the reasons of field violations.
    expect(error.fieldViolations.map(({ field, description }) => ({ field, description }))).toEqual(
      fiveMessages[0].fieldViolations.map(({ field, description }) => ({ field, description })),
    );
    expect(error.errorInfo).toEqual(fiveMessages[1]);
    expect(error.help).toEqual(fiveMessages[4]);
    expect([...(error.details[5]?.bytes ?? [])]).toEqual([8, 1]);
    expect(error.problems).toEqual([]);
  });

  it("reads a RichClientError without details", async () => {
    const cause = await withOperationsServer(
      (_, callback) => callback({ code: 5, details: "book 42" }),
      (port) => failureOn(port, (factory) => factory.use(errorDetailsClientMiddleware) as Factory),
    );
    expectDecoded(cause, {
      code: "NOT_FOUND",
      message: "book 42",
      origin: "server",
      via: "grpc",
    });
  });

  it("finds a refused connection", async () => {
    expectDecoded(await failureOn(await freePort()), {
      code: "UNAVAILABLE",
      message: expect.stringContaining("ECONNREFUSED"),
      origin: "transport",
      via: "grpc",
    });
  });

  it("takes the caller's abort for a cancellation", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    const cause = await withOperationsServer(
      () => {},
      (port) => failureOn(port, undefined, controller.signal),
    );
    expectDecoded(cause, {
      code: "CANCELLED",
      message: "This operation was aborted",
      origin: "local",
      via: "local",
    });
  });
});

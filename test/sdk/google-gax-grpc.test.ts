import { credentials } from "@grpc/grpc-js";
import {
  createDefaultBackoffSettings,
  createMaxRetriesBackoffSettings,
  createRetryOptions,
  GoogleAuth,
  type GoogleError,
  googleAuthLibrary,
  LongrunningDescriptor,
  lro,
  type OperationsClient,
  operation,
} from "google-gax";
import { describe, expect, it } from "vitest";
import { RpcError } from "../../src/error/rpc-error.js";
import { fiveMessages } from "../fixtures/five-details.js";
import { withSilentServer } from "../fixtures/silent-server.js";
import { expectDecoded } from "./expect-decoded.js";
import { failsRichly, richlyFailed, withOperationsServer } from "./operations-server.js";
import { freePort, rejection } from "./serve.js";

const auth = new GoogleAuth({ authClient: new googleAuthLibrary.PassThroughClient() });

/** Google's own client of `google.longrunning.Operations`, without credentials. */
const operationsClient = (port: number): OperationsClient =>
  lro({ auth } as never).operationsClient({
    servicePath: "127.0.0.1",
    port,
    sslCreds: credentials.createInsecure(),
  });

const once = { retry: null } as never;
const poll = async (port: number, options: object = once) => {
  const client = operationsClient(port);
  const cause = await rejection(client.getOperation({ name: "operations/1" } as never, options));
  await client.close();
  return cause;
};

describe("RpcError.from of what google-gax throws over gRPC", () => {
  it("reads the details, though gax has put its own reading beside them", async () => {
    const cause = await withOperationsServer(failsRichly, (port) => poll(port));
    expect((cause as GoogleError).statusDetails).toHaveLength(6);
    const error = expectDecoded(cause, richlyFailed);
    expect(error.details.slice(0, 5).map(({ value }) => value)).toEqual(fiveMessages);
    expect([...(error.details[5]?.bytes ?? [])]).toEqual([8, 1]);
  });

  it("finds its deadline local", async () => {
    const cause = await withSilentServer((port) => poll(port, { timeout: 100, retry: null }));
    expectDecoded(cause, {
      code: "DEADLINE_EXCEEDED",
      message: expect.stringContaining("Deadline exceeded"),
      origin: "local",
      via: "grpc",
    });
  });

  it("finds a refused connection", async () => {
    expectDecoded(await poll(await freePort()), {
      code: "UNAVAILABLE",
      message: expect.stringContaining("ECONNREFUSED"),
      origin: "transport",
      via: "grpc",
    });
  });

  it("believes gax's code where its message quotes the error of the last attempt", async () => {
    const retry = createRetryOptions(
      [14],
      createMaxRetriesBackoffSettings(5, 1, 5, 1_000, 1, 1_000, 2),
    );
    const cause = await withOperationsServer(
      (_, callback) => callback({ code: 14, details: "the shelf moves" }),
      (port) => poll(port, { retry }),
    );
    const { message } = cause as GoogleError;
    expect(message).toContain("14 UNAVAILABLE: the shelf moves");
    expectDecoded(cause, {
      code: "DEADLINE_EXCEEDED",
      message,
      origin: "local",
      via: "local",
    });
  });

  it("reads the failure of an operation, of which gax keeps code and message", async () => {
    const unread = (() => ({})) as never;
    const descriptor = new LongrunningDescriptor(operationsClient(1), unread, unread);
    const failed = operation(
      {
        name: "operations/1",
        done: true,
        result: "error",
        error: { code: 9, message: "the shelf is full" },
      } as never,
      descriptor,
      createDefaultBackoffSettings(),
    );
    expect(RpcError.from(await rejection(failed.promise()))).toMatchObject({
      codeName: "FAILED_PRECONDITION",
      message: "the shelf is full",
      origin: "server",
    });
  });
});

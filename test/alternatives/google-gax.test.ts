import { credentials } from "@grpc/grpc-js";
import {
  createDefaultBackoffSettings,
  fallback,
  GoogleAuth,
  type GoogleError,
  googleAuthLibrary,
  LongrunningDescriptor,
  lro,
  operation,
  operationsProtos,
} from "google-gax";
import { describe, expect, it } from "vitest";
import { RpcError } from "../../src/entry/index.js";
import { waitForOperation } from "../../src/entry/operation.js";
import { fiveDetails } from "../fixtures/five-details.js";
import { googleNotFound, yandexPrecondition } from "../sdk/bodies.js";
import { failsRichly, withOperationsServer } from "../sdk/operations-server.js";
import { answer, failureOf, rejection } from "../sdk/serve.js";

const { Operation } = operationsProtos.google.longrunning;
const auth = new GoogleAuth({ authClient: new googleAuthLibrary.PassThroughClient() });
const once = { retry: null } as never;
const named = { name: "operations/1" } as never;

const overGrpc = (port: number) =>
  lro({ auth } as never).operationsClient({
    servicePath: "127.0.0.1",
    port,
    sslCreds: credentials.createInsecure(),
  });

const overRest = (port: number) =>
  fallback.lro({ auth, fallback: true } as never).operationsClient({
    servicePath: "127.0.0.1",
    port,
    protocol: "http",
    fallback: true,
  } as never);

describe("a client of google-gax", () => {
  it("decodes all details over gRPC, without the reasons of field violations", async () => {
    const error = (await withOperationsServer(failsRichly, async (port) => {
      const client = overGrpc(port);
      const failure = await rejection(client.getOperation(named, once));
      await client.close();
      return failure;
    })) as GoogleError;
    expect(error).toMatchObject({ code: 3, reason: "BOOK_INVALID", domain: "library.example" });
    const [badRequest] = error.statusDetails as unknown as { fieldViolations: object[] }[];
    expect(badRequest?.fieldViolations[0]).toMatchObject({ field: "book.isbn" });
    expect(badRequest?.fieldViolations[0]).not.toHaveProperty("reason");
    // The trailer is still on the error.
    expect(RpcError.from(error).fieldViolations[0]?.reason).toBe("ISBN_LENGTH");
  });

  it("makes a ResourceInfo of a detail that it does not know, over REST", async () => {
    const error = await failureOf(answer(404, googleNotFound), (_, port) =>
      overRest(port).getOperation(named, once),
    );
    expect((error as GoogleError).statusDetails?.[1]).toMatchObject({
      resourceType: "type.googleapis.com/example.library.v1.ShelfHint",
    });
    expect(RpcError.from(error).details[1]?.type).toBe("example.library.v1.ShelfHint");
  });

  it("takes the code of a flat status for an HTTP status, over REST", async () => {
    const error = await failureOf(answer(400, yandexPrecondition), (_, port) =>
      overRest(port).getOperation(named, once),
    );
    expect((error as GoogleError).code).toBe(2);
    expect(RpcError.from(error).codeName).toBe("FAILED_PRECONDITION");
  });
});

describe("an Operation of google-gax", () => {
  /** What waiting for an operation comes to that is answered so, by gax and by this library over the same client. */
  async function both(answered: object) {
    const bytes = Buffer.from(Operation.encode(Operation.fromObject(answered)).finish());
    return withOperationsServer(
      (_, callback) => callback(null, bytes),
      async (port) => {
        const client = overGrpc(port);
        const unread = ((payload: Uint8Array) => payload) as never;
        const begun = operation(
          Operation.fromObject(named) as never,
          new LongrunningDescriptor(client, unread, unread),
          createDefaultBackoffSettings(),
        );
        const gax = await begun.promise().catch((error: unknown) => error);
        const get = async () => (await client.getOperation(named, once))[0];
        const ours = await waitForOperation("operations/1", { get }).catch((e: unknown) => e);
        await client.close();
        return { gax, ours };
      },
    );
  }

  it("fails without the details of the operation's error, which waitForOperation keeps", async () => {
    const details = fiveDetails.details.map(({ typeUrl, value }) => ({ type_url: typeUrl, value }));
    const error = { code: 9, message: "the shelf is full", details };
    const { gax, ours } = await both({ name: "operations/1", done: true, error });
    expect(gax).toMatchObject({ code: 9, message: "the shelf is full" });
    expect(gax).toMatchObject({ statusDetails: undefined, reason: undefined });
    expect(ours).toMatchObject({ code: 9, message: "the shelf is full", reason: "BOOK_INVALID" });
    expect((ours as RpcError).details).toHaveLength(5);
  });
});

import {
  Client,
  credentials,
  type Interceptor,
  Metadata,
  type ServiceError,
  type sendUnaryData,
} from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { clientInterceptor } from "../../src/entry/grpc-js.js";
import { RpcError, retryInfo } from "../../src/entry/index.js";
import { adviseRetry } from "../../src/entry/retry.js";
import { withRawServer } from "../fixtures/raw-grpc-server.js";
import { serviceErrorFrom } from "../fixtures/real-service-error.js";
import { withLibrary } from "../grpc-js/library-server.js";
import { byHand, missing, type PlainStatus } from "./rich-error.js";

const identity = (bytes: Buffer) => bytes;
const PATH = "/example.v1.Echo/Echo";

/** What a client gets of a server that answers with raw headers and trailers. */
function failure(port: number, interceptors: Interceptor[]): Promise<ServiceError> {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), { interceptors });
  return new Promise<ServiceError>((resolve, reject) => {
    client.makeUnaryRequest(PATH, identity, identity, Buffer.alloc(0), (error) => {
      client.close();
      if (error) resolve(error);
      else reject(new Error("the call succeeded"));
    });
  });
}

/** Three attempts of every method, as a channel's service config has it. */
const RETRIES = {
  name: [{}],
  retryPolicy: {
    maxAttempts: 3,
    initialBackoff: "0.01s",
    maxBackoff: "0.01s",
    backoffMultiplier: 1,
    retryableStatusCodes: ["UNAVAILABLE"],
  },
};

const retryIn60s = byHand(
  new RpcError("UNAVAILABLE", "the shelf moves", { details: [retryInfo(60_000)] }),
);

function pushedBack(value: string): PlainStatus {
  const metadata = new Metadata();
  metadata.set("grpc-retry-pushback-ms", value);
  return { code: 14, details: "the shelf moves", metadata };
}

describe("a client of grpc-js alone", () => {
  it("gives the details as bytes, which RpcError.from decodes", async () => {
    const error = await serviceErrorFrom((_, callback) => callback(byHand(missing())));
    expect(Object.keys(error).sort()).toEqual(["code", "details", "metadata"]);
    expect(error.metadata.get("grpc-status-details-bin")).toEqual([expect.any(Buffer)]);
    expect(RpcError.from(error)).toMatchObject({
      reason: "BOOK_MISSING",
      domain: "library.example",
    });
  });

  it("gives an error without the headers before the trailers, which clientInterceptor adds", async () => {
    const answer = {
      headers: { "x-request-id": "req-1" },
      trailers: { "grpc-status": "5", "grpc-message": "gone" },
      split: true,
    };
    await withRawServer(answer, async (port) => {
      expect((await failure(port, [])).metadata.get("x-request-id")).toEqual([]);
      expect(RpcError.from(await failure(port, [clientInterceptor()])).requestIds).toEqual([
        "req-1",
      ]);
    });
  });

  it.each([
    ["retries without a look at RetryInfo", retryIn60s, 3, { decision: "retry", delayMs: 60_000 }],
    ["retries no more when pushed back with -1", pushedBack("-1"), 1, { decision: "stop" }],
    ["retries when pushed back with nonsense", pushedBack("soon"), 3, { decision: "stop" }],
  ])("%s, where its channel was told to retry", async (_, busy, attempts, advice) => {
    let count = 0;
    const getBook = (_call: unknown, callback: sendUnaryData<object>) => {
      count++;
      callback(busy);
    };
    const { error } = await withLibrary({ getBook } as never, (calls) => calls.unary(), {
      client: { "grpc.service_config": JSON.stringify({ methodConfig: [RETRIES] }) },
    });
    expect(count).toBe(attempts);
    expect(adviseRetry(error, { idempotent: true })).toMatchObject(advice);
  });
});

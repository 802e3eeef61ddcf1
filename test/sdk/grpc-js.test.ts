import { type CallOptions, Client, credentials, type ServiceError } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { withRawServer } from "../fixtures/raw-grpc-server.js";
import { serviceErrorFromTrailers } from "../fixtures/real-service-error.js";
import { withSilentServer } from "../fixtures/silent-server.js";
import { type Decoded, expectDecoded } from "./expect-decoded.js";
import {
  failsRichly,
  getOperation,
  richlyFailed,
  withOperationsServer,
} from "./operations-server.js";
import { answer, freePort, withServer } from "./serve.js";

const grpc = { origin: "server", via: "grpc" } as const;

/** The error of a unary call to this port. */
async function callError(port: number, options: CallOptions = {}): Promise<ServiceError> {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const { path, requestSerialize, responseDeserialize } = getOperation;
  try {
    return await new Promise((resolve, reject) => {
      client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        Buffer.alloc(0),
        options,
        (error) => (error === null ? reject(new Error("it did not fail")) : resolve(error)),
      );
    });
  } finally {
    client.close();
  }
}

/** The error of a server stream on this port. */
async function streamError(
  port: number,
  use: (cancel: () => void) => void = () => {},
): Promise<unknown> {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const { path, requestSerialize, responseDeserialize } = getOperation;
  try {
    return await new Promise((resolve) => {
      const call = client.makeServerStreamRequest(
        path,
        requestSerialize,
        responseDeserialize,
        Buffer.alloc(0),
      );
      call.on("error", resolve).resume();
      use(() => call.cancel());
    });
  } finally {
    client.close();
  }
}

describe("RpcError.from of what grpc-js throws", () => {
  it("reads details, trailers and request ids", async () => {
    expectDecoded(await withOperationsServer(failsRichly, callError), richlyFailed);
  });

  it("reads the error of a stream after its messages", async () => {
    const cause = await withRawServer(
      {
        messages: [new Uint8Array(3)],
        trailers: { "grpc-status": "10", "grpc-message": "changed meanwhile" },
      },
      (port) => streamError(port),
    );
    expectDecoded(cause, { ...grpc, code: "ABORTED", message: "changed meanwhile" });
  });

  it.each<[string, Record<string, string | number>, Decoded]>([
    [
      "a status that a proxy's HTTP status contradicts",
      { ":status": 503, "grpc-status": "5", "grpc-message": "book 42" },
      { ...grpc, code: "NOT_FOUND", message: "book 42" },
    ],
    [
      "a proxy's answer without a status",
      { ":status": 502, "content-type": "text/html" },
      {
        code: "UNAVAILABLE",
        message: "Received HTTP status code 502",
        origin: "transport",
        via: "grpc",
        httpStatus: 502,
      },
    ],
  ])("reads %s", async (_, headers, expected) => {
    expectDecoded(await serviceErrorFromTrailers(headers), expected);
  });

  it("finds its own deadline and its own cancellation local", async () => {
    const late = await withSilentServer((port) => callError(port, { deadline: Date.now() + 100 }));
    expectDecoded(late, {
      code: "DEADLINE_EXCEEDED",
      message: expect.stringContaining("Deadline exceeded"),
      origin: "local",
      via: "grpc",
    });
    const cancelled = await withSilentServer((port) =>
      streamError(port, (cancel) => setTimeout(cancel, 50)),
    );
    expectDecoded(cancelled, {
      code: "CANCELLED",
      message: "Cancelled on client",
      origin: "local",
      via: "grpc",
    });
  });

  it("takes a server that speaks HTTP/1 alone for one that is not there", async () => {
    const cause = await withServer(answer(404, ""), (_, port) => callError(port));
    expectDecoded(cause, {
      code: "UNAVAILABLE",
      message: (cause as ServiceError).details,
      origin: "transport",
      via: "grpc",
    });
  });

  it("finds a refused connection", async () => {
    expectDecoded(await callError(await freePort()), {
      code: "UNAVAILABLE",
      message: expect.stringContaining("ECONNREFUSED"),
      origin: "transport",
      via: "grpc",
    });
  });
});

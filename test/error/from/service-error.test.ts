import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { status as grpcStatus, Metadata, type ServiceError } from "@grpc/grpc-js";
import { GoogleError } from "google-gax";
import { ClientError, Status as NiceStatus } from "nice-grpc";
import { describe, expect, it } from "vitest";
import { RpcError } from "../../../src/error/rpc-error.js";
import { fiveDetails, fiveDetailsBytes, fiveMessages } from "../../fixtures/five-details.js";
import {
  callAndFail,
  serviceErrorFrom,
  serviceErrorFromTrailers,
  serviceErrorOfSilence,
} from "../../fixtures/real-service-error.js";

const withDetails = () => {
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(fiveDetailsBytes));
  metadata.set("x-request-id", "id-1");
  return metadata;
};
const failWithDetails = () =>
  serviceErrorFrom((_, callback) =>
    callback({
      code: grpcStatus.INVALID_ARGUMENT,
      details: fiveDetails.message,
      metadata: withDetails(),
    }),
  );

describe("RpcError.from of a grpc-js ServiceError", () => {
  it("gives code, message, details and trailers of a real server's answer", async () => {
    const cause = await failWithDetails();
    const error = RpcError.from(cause);
    expect(error).toMatchObject({
      code: 3,
      message: fiveDetails.message,
      origin: "server",
      via: "grpc",
      httpStatus: undefined,
    });
    expect(error.details.map(({ value }) => value)).toEqual(fiveMessages);
    expect(error.reason).toBe("BOOK_INVALID");
    expect(error.requestIds).toEqual(["6f1c2a4e-8b7d-4c3a-9e5f-0a1b2c3d4e5f", "id-1"]);
    expect(error.problems).toEqual([]);
    expect(error.cause).toBe(cause);
  });

  it("reads an answer without details", async () => {
    const error = RpcError.from(
      await serviceErrorFrom((_, callback) =>
        callback({ code: grpcStatus.NOT_FOUND, details: "книга 42: 100%" }),
      ),
    );
    expect(error).toMatchObject({
      code: 5,
      message: "книга 42: 100%",
      details: [],
      origin: "server",
      problems: [],
    });
  });

  it("finds its own deadline local, and no server's answer", async () => {
    const error = RpcError.from(await serviceErrorOfSilence({ deadline: Date.now() + 100 }));
    expect(error).toMatchObject({ code: 4, origin: "local", via: "grpc" });
  });

  it("takes a deadline that the server reports for the server's", async () => {
    const error = RpcError.from(
      await serviceErrorFrom((_, callback) =>
        callback({ code: grpcStatus.DEADLINE_EXCEEDED, details: "Deadline exceeded" }),
      ),
    );
    expect(error).toMatchObject({ code: 4, origin: "server" });
  });

  it("finds a refused connection in the transport", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const error = RpcError.from(await callAndFail(port));
    expect(error).toMatchObject({ code: 14, origin: "transport", via: "grpc" });
  });

  it.each([
    [404, 12],
    [429, 14],
    [503, 14],
    [418, 2],
  ])("finds an HTTP status %i without a grpc-status in the transport", async (httpStatus, code) => {
    const error = RpcError.from(
      await serviceErrorFromTrailers({ ":status": httpStatus, "content-type": "text/html" }),
    );
    expect(error).toMatchObject({ code, httpStatus, via: "grpc" });
    expect(error.origin).toBe("transport");
  });

  it.each([
    ["17", "m", 2],
    ["99", "m", 2],
    ["-1", "m", 2],
    ["abc", "m", 2],
  ])(
    "reads a grpc-status %s, which grpc-js passes on, as UNKNOWN with a problem",
    async (status, message, code) => {
      const cause = await serviceErrorFromTrailers({
        "grpc-status": status,
        "grpc-message": message,
      });
      const error = RpcError.from(cause);
      expect(error).toMatchObject({ code, message });
      expect(error.problems.map(({ kind }) => kind)).toEqual(["grpc-status"]);
    },
  );

  it("believes the details where grpc-js could not read the grpc-status, and says so", async () => {
    const cause = await serviceErrorFromTrailers({
      "grpc-status": "3, 3",
      "grpc-message": fiveDetails.message,
      "grpc-status-details-bin": Buffer.from(fiveDetailsBytes).toString("base64"),
    });
    expect(cause.code).toBeNaN();
    const error = RpcError.from(cause);
    expect(error).toMatchObject({ code: 3, message: fiveDetails.message });
    expect(error.details).toHaveLength(5);
    expect(error.problems.map(({ kind }) => kind)).toEqual(["grpc-status"]);
  });

  it("survives details that grpc-js could not decode", async () => {
    const cause = await serviceErrorFromTrailers({
      "grpc-status": "5",
      "grpc-message": "kept",
      "grpc-status-details-bin": "!!!!",
    });
    const error = RpcError.from(cause);
    expect(error).toMatchObject({ code: 5, message: "kept", details: [] });
    expect(error.problems.map(({ kind }) => kind)).toEqual(["status-proto"]);
  });

  it("decodes escapes that grpc-js leaves, where the details' message confirms them", async () => {
    const cause = await serviceErrorFromTrailers({
      "grpc-status": "3",
      "grpc-message": encodeURIComponent(fiveDetails.message),
      "grpc-status-details-bin": Buffer.from(fiveDetailsBytes).toString("base64"),
    });
    expect(cause.details).toContain("%3A");
    const error = RpcError.from(cause);
    expect(error.message).toBe(fiveDetails.message);
    expect(error.problems).toEqual([]);
  });
});

describe("RpcError.from of what looks like a ServiceError", () => {
  it.each([
    ["a StatusObject", { code: 5, details: "m", metadata: new Metadata() }],
    ["a StatusObject without metadata", { code: 5, details: "m" }],
    ["a StatusObject with null as metadata", { code: 5, details: "m", metadata: null }],
    ["a frozen one", Object.freeze({ code: 5, details: "m", metadata: new Metadata() })],
    ["one whose metadata is a record", { code: 5, details: "m", metadata: { a: "b" } }],
  ])("reads %s", (_, value) => {
    expect(RpcError.from(value)).toMatchObject({
      code: 5,
      message: "m",
      via: "grpc",
      cause: value,
    });
  });

  it("reads a nice-grpc ClientError", () => {
    const cause = new ClientError("/example.v1.Echo/Echo", NiceStatus.NOT_FOUND, "book 42");
    expect(RpcError.from(cause)).toMatchObject({ code: 5, message: "book 42", via: "grpc", cause });
  });

  it("reads a GoogleError that google-gax made of a real ServiceError", async () => {
    const cause = GoogleError.parseGRPCStatusDetails(
      (await failWithDetails()) as unknown as GoogleError,
    );
    const error = RpcError.from(cause);
    expect(error).toMatchObject({ code: 3, message: fiveDetails.message });
    expect(error.details.map(({ value }) => value)).toEqual(fiveMessages);
  });

  it("does not take an OK status for a failure with code 0", () => {
    expect(RpcError.from({ code: 0, details: "", metadata: new Metadata() })).toMatchObject({
      code: 2,
    });
  });

  it("keeps code and message where reading the metadata throws", () => {
    const metadata = new Proxy(new Metadata(), {
      get() {
        throw new Error("boom");
      },
    });
    const cause = Object.assign(new Error("5 NOT_FOUND: m"), {
      code: 5,
      details: "m",
      metadata,
    }) as ServiceError;
    expect(RpcError.from(cause)).toMatchObject({ code: 5, message: "m" });
  });
});

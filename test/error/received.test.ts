import { Metadata } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { attachReceived, receivedCall } from "../../src/error/received.js";
import { RpcError } from "../../src/error/rpc-error.js";

const statusWith = (metadata: Metadata) => ({ code: 5, details: "m", metadata });

describe("attachReceived", () => {
  it("hangs a call on an object without a trace in what is printed or listed", () => {
    const metadata = new Metadata();
    const call = { via: "grpc" } as const;
    attachReceived(metadata, call);
    expect(receivedCall(metadata)).toBe(call);
    expect(Object.keys(metadata)).toEqual(Object.keys(new Metadata()));
    expect(JSON.stringify(metadata)).toBe(JSON.stringify(new Metadata()));
    expect(metadata.getMap()).toEqual({});
  });

  it("does nothing to a frozen object", () => {
    const metadata = Object.freeze(new Metadata());
    expect(() => attachReceived(metadata, { via: "grpc" })).not.toThrow();
    expect(receivedCall(metadata)).toBeUndefined();
  });

  it("lets the later of two calls count", () => {
    const metadata = new Metadata();
    attachReceived(metadata, { via: "grpc" });
    attachReceived(metadata, { via: "grpc-web" });
    expect(receivedCall(metadata)?.via).toBe("grpc-web");
  });
});

describe("RpcError.from of an error with a received call", () => {
  it("adds the headers that came before the trailers", () => {
    const metadata = new Metadata();
    metadata.set("x-id", "trailer");
    attachReceived(metadata, { headers: new Headers({ "x-request-id": "h" }) });
    const error = RpcError.from(statusWith(metadata));
    expect(error.metadata.get("x-request-id")).toBe("h");
    expect(error.metadata.get("x-id")).toBe("trailer");
    expect(error.requestIds).toEqual(["h"]);
  });

  it("decodes an error once and gives the same object again", () => {
    const metadata = new Metadata();
    attachReceived(metadata, {});
    const status = statusWith(metadata);
    expect(RpcError.from(status)).toBe(RpcError.from(status));
    expect(RpcError.from(status).cause).toBe(status);
  });

  it("does not take another status with the same metadata for that one", () => {
    const metadata = new Metadata();
    attachReceived(metadata, {});
    expect(RpcError.from(statusWith(metadata)).code).toBe(5);
    expect(RpcError.from({ ...statusWith(metadata), code: 9 }).code).toBe(9);
    expect(RpcError.from({ ...statusWith(metadata), details: "other" }).message).toBe("other");
  });
});

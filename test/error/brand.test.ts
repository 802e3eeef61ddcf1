import { beforeAll, describe, expect, it, vi } from "vitest";
import { RpcError } from "../../src/error/rpc-error.js";
import { errorInfo } from "../../src/status/builders/error-info.js";
import { encodeTrailers } from "../../src/status/trailers.js";
import { BookSchema, book } from "../fixtures/library-details.js";

class BookError extends RpcError {}
class ShelfError extends RpcError {}

describe("instanceof RpcError", () => {
  it("holds for its errors and for those of its subclasses", () => {
    expect(new RpcError("NOT_FOUND", "m")).toBeInstanceOf(RpcError);
    expect(new BookError("NOT_FOUND", "m")).toBeInstanceOf(RpcError);
  });

  it("does not hold for a subclass where the error is of another class", () => {
    expect(new BookError("NOT_FOUND", "m")).toBeInstanceOf(BookError);
    expect(new RpcError("NOT_FOUND", "m")).not.toBeInstanceOf(BookError);
    expect(new ShelfError("NOT_FOUND", "m")).not.toBeInstanceOf(BookError);
    expect(RpcError.from(new Error("m"))).not.toBeInstanceOf(BookError);
  });

  it.each([
    undefined,
    null,
    5,
    "RpcError",
    Symbol("s"),
    5n,
    {},
    new Error("m"),
    { name: "RpcError", code: 5 },
    () => {},
    RpcError,
  ])("does not hold for %o", (value) => {
    expect(value instanceof RpcError).toBe(false);
  });

  it("does not throw for proxies whose traps do", () => {
    const boom = () => {
      throw new Error("boom");
    };
    expect(new Proxy({}, { get: boom, has: boom, getPrototypeOf: boom }) instanceof RpcError).toBe(
      false,
    );
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(proxy instanceof RpcError).toBe(false);
  });
});

describe("RpcError of another copy of the package", () => {
  let other: typeof import("../../src/error/rpc-error.js");
  let foreign: RpcError;

  beforeAll(async () => {
    vi.resetModules();
    other = await import("../../src/error/rpc-error.js");
    foreign = new other.RpcError("NOT_FOUND", "m", {
      details: [
        errorInfo({ reason: "R" }),
        { schema: BookSchema, value: book },
        { typeUrl: "x/y.Z", value: new Uint8Array([7]) },
      ],
      metadata: { "x-request-id": "id-1" },
    });
  });

  it("is another class, and an instance of both", () => {
    expect(other.RpcError).not.toBe(RpcError);
    expect(Object.getPrototypeOf(foreign)).not.toBe(RpcError.prototype);
    expect(foreign).toBeInstanceOf(RpcError);
    expect(new RpcError("NOT_FOUND", "m")).toBeInstanceOf(other.RpcError);
  });

  it("is known by is() and comes back from from() as it is", () => {
    expect(RpcError.is(foreign, "NOT_FOUND", "R")).toBe(true);
    expect(RpcError.from(foreign)).toBe(foreign);
  });

  it("may be encoded by this copy, and its details passed on in an error of this copy", () => {
    const own = new RpcError("NOT_FOUND", "m", {
      details: foreign.details,
      metadata: foreign.metadata,
    });
    expect(encodeTrailers(own)).toEqual(encodeTrailers(foreign));
    expect(encodeTrailers(foreign)).toHaveProperty("grpc-status-details-bin");
    expect(own.find(BookSchema)).toEqual(book);
    expect(own.requestIds).toEqual(["id-1"]);
    expect(JSON.stringify(own)).toBe(JSON.stringify(foreign));
  });

  it("keeps the order of a detail that this copy cannot decode", () => {
    const own = new RpcError("NOT_FOUND", "m", { details: [...foreign.details].reverse() });
    expect(own.details.map(({ type }) => type)).toEqual([
      "y.Z",
      "example.library.v1.Book",
      "google.rpc.ErrorInfo",
    ]);
  });
});

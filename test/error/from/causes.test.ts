import { describe, expect, it } from "vitest";
import { RpcError } from "../../../src/error/rpc-error.js";
import { fiveMessages } from "../../fixtures/five-details.js";

const status = { code: 5, details: "book 42", metadata: {} };

describe("RpcError.from of an error with a cause", () => {
  it("finds the cause that is known, and keeps the outer message in front", () => {
    const cause = new Error("loading failed", { cause: status });
    expect(RpcError.from(cause)).toMatchObject({
      code: 5,
      message: "loading failed: book 42",
      via: "grpc",
      cause,
    });
  });

  it("finds it through several errors", () => {
    const chain = [1, 2, 3, 4].reduce<unknown>(
      (cause, i) => new Error(`level ${i}`, { cause }),
      status,
    );
    expect(RpcError.from(chain)).toMatchObject({ code: 5, message: "level 4: book 42" });
  });

  it("does not repeat a message that the inner one has", () => {
    expect(RpcError.from(new Error("book 42", { cause: status })).message).toBe("book 42");
    expect(RpcError.from(new Error("", { cause: status })).message).toBe("book 42");
  });

  it("finds an RpcError as cause, with its details and metadata", () => {
    const inner = new RpcError("NOT_FOUND", "book 42", {
      details: fiveMessages,
      metadata: { "x-request-id": "id-1" },
    });
    const outer = new Error("loading failed", { cause: inner });
    const error = RpcError.from(outer);
    expect(error).toMatchObject({ code: 5, message: "loading failed: book 42", cause: outer });
    expect(error.details.map(({ value }) => value)).toEqual(fiveMessages);
    expect(error.requestIds).toContain("id-1");
  });

  it("prefers what the error says itself to what its cause says", () => {
    const cause = Object.assign(new Error("14 UNAVAILABLE: m"), {
      code: 14,
      details: "m",
      cause: status,
    });
    expect(RpcError.from(cause)).toMatchObject({ code: 14, message: "m" });
  });

  it("ends on chains that are cyclic or very long", () => {
    const self = new Error("self");
    self.cause = self;
    expect(RpcError.from(self)).toMatchObject({ code: 2, message: "self", cause: self });
    const one = new Error("one");
    one.cause = new Error("two", { cause: one });
    expect(RpcError.from(one)).toMatchObject({ code: 2, message: "one" });
    let long: unknown = status;
    for (let i = 0; i < 10_000; i++) long = new Error("m", { cause: long });
    const start = performance.now();
    expect(RpcError.from(long)).toMatchObject({ code: 2, message: "m" });
    expect(performance.now() - start).toBeLessThan(200);
  });

  it("keeps the outer message where the cause cannot be read", () => {
    const boom = () => {
      throw new Error("boom");
    };
    const cause = new Error("outer", {
      cause: new Proxy({}, { get: boom, has: boom, ownKeys: boom }),
    });
    expect(RpcError.from(cause)).toMatchObject({ code: 2, message: "outer", cause });
  });

  it("keeps the message where the cause is a getter that throws", () => {
    const error = Object.defineProperty(new Error("outer"), "cause", {
      get() {
        throw new Error("boom");
      },
    });
    expect(RpcError.from(error)).toMatchObject({ code: 2, message: "outer" });
  });

  it("takes the member of an AggregateError that tells most, and keeps the rest as cause", () => {
    const telling = new RpcError("RESOURCE_EXHAUSTED", "out of ink", { details: fiveMessages });
    const cause = new AggregateError([new Error("a"), status, telling], "all printers failed");
    const error = RpcError.from(cause);
    expect(error).toMatchObject({ code: 8, message: "all printers failed: out of ink", cause });
    expect(error.details).toHaveLength(fiveMessages.length);
  });

  it("prefers a cause with details to an error that says less", () => {
    const cause = new RpcError("NOT_FOUND", "book 42", { details: fiveMessages });
    const outer = Object.assign(new Error("14 UNAVAILABLE: down", { cause }), {
      code: 14,
      details: "down",
    });
    expect(RpcError.from(outer)).toMatchObject({ code: 5 });
    expect(RpcError.from(outer).details).toHaveLength(fiveMessages.length);
  });

  it("collects the headers of all that led to an error", () => {
    const inner = new RpcError("NOT_FOUND", "m", { metadata: { "x-request-id": "inner" } });
    const outer = Object.assign(new Error("HTTP 404", { cause: inner }), {
      status: 404,
      headers: { "x-request-id": "outer" },
    });
    expect(new Set(RpcError.from(outer).requestIds)).toEqual(new Set(["inner", "outer"]));
  });
});

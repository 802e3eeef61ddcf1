import { describe, expect, it, vi } from "vitest";
import { Code, RpcError } from "../../src/entry/index.js";
import { errorFromResponse } from "../../src/http/error-from-response.js";
import { toResponse } from "../../src/http/to-response.js";

describe("toResponse", () => {
  it("gives a Response that decodes as the error", async () => {
    const error = new RpcError("NOT_FOUND", "no such book: é", { metadata: { "x-shard": "7" } });
    const response = toResponse(error, new Request("http://host/v1/books/42"));
    expect(response).toBeInstanceOf(Response);
    expect(response.status).toBe(404);
    expect(response.headers.get("x-shard")).toBe("7");
    expect(await errorFromResponse(response)).toMatchObject({
      code: Code.NOT_FOUND,
      message: "no such book: é",
    });
  });

  it("negotiates with the request, and does as its options say", async () => {
    const accept = "application/problem+json";
    const request = new Request("http://host/", { headers: { accept } });
    const error = new RpcError("ABORTED", "again");
    expect(toResponse(error, request).headers.get("content-type")).toBe(accept);
    const response = toResponse(error, request, { dialect: "google-status" });
    expect(await response.json()).toMatchObject({ code: 10, message: "again" });
  });

  it("has no body for HEAD", () => {
    const error = new RpcError("NOT_FOUND", "m");
    expect(toResponse(error, new Request("http://host/", { method: "HEAD" })).body).toBeNull();
    expect(toResponse(error).body).not.toBeNull();
  });

  it("answers whatever was thrown, and tells the policy", () => {
    const onError = vi.fn();
    const request = new Request("http://host/v1/books/42?key=secret");
    const response = toResponse("thrown", request, { policy: { onError } });
    expect(response.status).toBe(500);
    expect(onError.mock.calls).toMatchObject([["thrown", { method: "GET /v1/books/42" }]]);
  });

  it("refuses a request that is none", () => {
    expect(() => toResponse(new Error("e"), "GET /" as never)).toThrow(
      new TypeError('request must be a request, not "GET /"'),
    );
  });
});

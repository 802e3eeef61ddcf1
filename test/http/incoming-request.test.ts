import { describe, expect, it } from "vitest";
import { readRequest } from "../../src/http/incoming-request.js";

describe("readRequest", () => {
  it.each([
    [{ method: "GET", url: "/v1/books/42?key=secret#top" }, "GET /v1/books/42", "key=secret"],
    [{ method: "get", url: "/v1/books" }, "GET /v1/books", ""],
    [{ method: "GET", url: "/42", originalUrl: "/v1/books/42?a=b?c" }, "GET /v1/books/42", "a=b?c"],
    [{ method: "GET", url: "https://me:secret@host:8080/v1?x" }, "GET /v1", "x"],
    [{ method: "GET", url: "https://host?x=1" }, "GET /", "x=1"],
    [{ method: "GET", url: "//host/v1" }, "GET //host/v1", ""],
    [{ method: "OPTIONS", url: "*" }, "OPTIONS *", ""],
    [{ method: "GET", url: "/a://secret?x" }, "GET /a://secret", "x"],
    [{ method: "GET" }, "GET", ""],
    [{ url: "/v1" }, "/v1", ""],
    [{}, "HTTP", ""],
    [undefined, "HTTP", ""],
  ])("names %j by its method and path, and keeps the query apart", (request, method, query) => {
    expect(readRequest(request)).toMatchObject({ method, query });
  });

  it("reads a web Request", () => {
    const request = new Request("http://host/v1/books?key=secret", {
      method: "POST",
      headers: { "X-Request-Id": "r-1" },
    });
    const read = readRequest(request);
    expect(read).toMatchObject({ verb: "POST", method: "POST /v1/books", peer: undefined });
    expect(read.header("x-request-id")).toBe("r-1");
    expect(read.header("accept")).toBeUndefined();
  });

  it("gives several values of a header as one list", () => {
    const { header } = readRequest({ headers: { Accept: ["a/b", "c/d"], "x-n": 5 } });
    expect(header("accept")).toBe("a/b, c/d");
    expect(header("x-n")).toBe("5");
  });

  it("knows its peer from the framework, else from the socket", () => {
    const socket = { remoteAddress: "127.0.0.1" };
    expect(readRequest({ ip: "10.0.0.1", socket }).peer).toBe("10.0.0.1");
    expect(readRequest({ socket }).peer).toBe("127.0.0.1");
    expect(readRequest({ socket: null }).peer).toBeUndefined();
  });

  it("shortens what is too long to be told", () => {
    const { method, verb } = readRequest({ method: "X".repeat(100), url: `/${"a".repeat(1e6)}` });
    expect(verb).toHaveLength(32);
    expect(method.length).toBeLessThan(1_100);
  });

  it("survives whatever stands in place of a request", () => {
    const throwing = new Proxy({}, { get: () => throwIt(), has: () => throwIt() });
    for (const hostile of [
      throwing,
      { method: 5, url: {}, ip: [], headers: 5, socket: "x" },
      { method: "GET", url: "/", headers: throwing, socket: throwing },
      Object.create(null),
    ]) {
      const read = readRequest(hostile as object);
      expect(typeof read.method).toBe("string");
      expect(read.peer).toBeUndefined();
      expect(read.header("accept")).toBeUndefined();
    }
  });
});

function throwIt(): never {
  throw new Error("a member that throws");
}

import { describe, expect, it, vi } from "vitest";
import { encodeHttp } from "../../src/entry/http.js";
import { RpcError, retryInfo } from "../../src/entry/index.js";
import { serve, serveJson, stop } from "./local-server.js";
import { printedLines } from "./printed-lines.js";

const lines = printedLines();

describe("examples/rest-client", () => {
  it("reject with the error of an answer", async () => {
    const service = await serveJson(409, { code: 6, message: "taken", details: [] });
    vi.stubEnv("BOOKS_URL", service.url);
    await import("../../examples/rest-client/get-book.js");
    stop(service);
    expect(lines).toEqual(['"ALREADY_EXISTS" "taken" "server"', "409 undefined []"]);
  });

  it("repeat a fetch", async () => {
    let requests = 0;
    const service = await serve((_, response) => {
      if (++requests > 1) return response.end('{"title":"Faust"}');
      const error = new RpcError("UNAVAILABLE", "moving", { details: [retryInfo(5)] });
      const { status, headers, body } = encodeHttp(error);
      return response.writeHead(status, headers).end(body);
    });
    vi.stubEnv("BOOKS_URL", `${service.url}/v1/books`);
    const { getBook } = await import("../../examples/rest-client/retries.js");
    expect(await getBook("42")).toEqual({ title: "Faust" });
    stop(service);
    expect(lines).toEqual([expect.stringMatching(/^"again" "UNAVAILABLE" [567]$/)]);
  });

  it("tell why they gave up", async () => {
    const service = await serve((_, response) => response.writeHead(404).end());
    vi.stubEnv("BOOKS_URL", service.url);
    const { getBook } = await import("../../examples/rest-client/retries.js");
    await expect(getBook("42")).rejects.toThrow();
    stop(service);
    expect(lines).toEqual([expect.stringMatching(/^"gave up" 1 /)]);
  });
});

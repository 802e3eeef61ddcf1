import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { grpcService } from "../../demo/cloud/grpc-service.js";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";
import { serverInterceptor } from "../../src/entry/connect.js";
import { guard } from "../../src/entry/grpc-js.js";
import { encodeHttp } from "../../src/entry/http.js";
import { RpcError, retryInfo } from "../../src/entry/index.js";

const lines: string[] = [];

beforeEach(() => {
  // The examples connect as they are loaded, each test to a server of its own.
  vi.resetModules();
  lines.length = 0;
  vi.spyOn(console, "log").mockImplementation((...words: unknown[]) => {
    lines.push(words.join(" "));
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const faust = { book: { id: "42", title: "Faust" } };

/** A handler that fails at first, and says when to come back. */
function failsFirst() {
  let calls = 0;
  return async () => {
    if (++calls > 1) return faust;
    const details = [retryInfo(5)];
    throw new RpcError("UNAVAILABLE", "the shelf is being moved", { details });
  };
}

describe("examples of trying again", () => {
  it("repeat a fetch", async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      if (++requests > 1) return response.end('{"title":"Faust"}');
      const error = new RpcError("UNAVAILABLE", "moving", { details: [retryInfo(5)] });
      const { status, headers, body } = encodeHttp(error);
      return response.writeHead(status, headers).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    vi.stubEnv("BOOKS_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/books`);
    const { getBook } = await import("../../examples/retry.js");
    expect(await getBook("42")).toEqual({ title: "Faust" });
    server.closeAllConnections();
    server.close();
    expect(lines).toEqual([expect.stringMatching(/^again UNAVAILABLE [567]$/)]);
  });

  it("tell why they gave up", async () => {
    const server = createServer((_, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    vi.stubEnv("BOOKS_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const { getBook } = await import("../../examples/retry.js");
    await expect(getBook("42")).rejects.toThrow();
    server.close();
    expect(lines).toEqual([expect.stringMatching(/^gave up 1 /)]);
  });

  it("repeat calls of a grpc-js client", async () => {
    const server = new Server();
    server.addService(grpcService(LibraryService), guard({ getBook: failsFirst() }));
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    vi.stubEnv("LIBRARY_ADDRESS", `127.0.0.1:${port}`);
    const { book } = await import("../../examples/retry-grpc-js.js");
    server.forceShutdown();
    expect(book).toMatchObject(faust);
  });

  it("repeat calls over Connect", async () => {
    const handler = connectNodeAdapter({
      interceptors: [serverInterceptor()],
      routes: (router) => router.service(LibraryService, { getBook: failsFirst() }),
    });
    const server = createServer(handler);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    vi.stubEnv("LIBRARY_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const { book } = await import("../../examples/retry-connect.js");
    server.closeAllConnections();
    server.close();
    expect(book).toMatchObject(faust.book);
  });
});

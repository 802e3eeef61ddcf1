import { once } from "node:events";
import type { Http2Server, ServerHttp2Session } from "node:http2";
import type { AddressInfo } from "node:net";
import { ConnectError, createClient } from "@connectrpc/connect";
import { connectNodeAdapter, createConnectTransport } from "@connectrpc/connect-node";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { afterEach, describe, expect, it, vi } from "vitest";
import { grpcClient } from "../../demo/cloud/grpc-service.js";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";
import { ErrorInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import { serverInterceptor } from "../../src/entry/connect.js";
import { RpcError } from "../../src/entry/index.js";
import { failsFirst, faust } from "./fails-first.js";
import { type LocalServer, listening, serve, stop } from "./local-server.js";
import { printedLines } from "./printed-lines.js";

const lines = printedLines();
const services: LocalServer[] = [];

/** Where a server listens; it ends with the test. */
async function started(service: LocalServer | Promise<LocalServer>): Promise<string> {
  services.push(await service);
  return (await service).url;
}

/** A server that an example starts on the port that it is told. */
async function startedExample(load: () => Promise<{ server: LocalServer["server"] }>) {
  vi.stubEnv("PORT", "0");
  return started(listening((await load()).server));
}

describe("examples/connect-node", () => {
  afterEach(() => services.splice(0).forEach(stop));

  it("run over Connect, client against server", async () => {
    const load = () => import("../../examples/connect-node/serve-books.js");
    vi.stubEnv("LIBRARY_URL", await startedExample(load));
    await import("../../examples/connect-node/client.js");
    expect(lines).toEqual(['"NOT_FOUND" "BOOK_MISSING" "connect"']);
  });

  it("repeat calls over Connect", async () => {
    const handler = connectNodeAdapter({
      interceptors: [serverInterceptor()],
      routes: (router) => router.service(LibraryService, { getBook: failsFirst() }),
    });
    vi.stubEnv("LIBRARY_URL", await started(serve(handler)));
    const { book } = await import("../../examples/connect-node/retries.js");
    expect(book).toMatchObject(faust.book);
  });

  it("give a client over each protocol the same error", async () => {
    vi.stubEnv("PORT", "0");
    const { server } = await import("../../examples/connect-node/serve-grpc.js");
    await withHttp2(server, ({ origin }) => {
      vi.stubEnv("LIBRARY_URL", origin);
      return import("../../examples/connect-node/three-protocols.js");
    });
    expect(lines).toEqual([
      '"connect" "UNAVAILABLE" "SHELF_MOVES" 2000',
      '"grpc" "UNAVAILABLE" "SHELF_MOVES" 2000',
      '"grpc-web" "UNAVAILABLE" "SHELF_MOVES" 2000',
    ]);
  });

  it("give a client of grpc-js the details, and the delay in the trailer", async () => {
    vi.stubEnv("PORT", "0");
    const { server } = await import("../../examples/connect-node/serve-grpc.js");
    await withHttp2(server, async ({ host }) => {
      const client = new (grpcClient(LibraryService))(host, credentials.createInsecure());
      const thrown = await new Promise<ServiceError>((resolve) => {
        client.getBook?.({}, (error: ServiceError) => resolve(error));
      });
      client.close();
      expect(thrown.message).toBe("14 UNAVAILABLE: the shelf is being moved");
      expect(thrown.metadata.get("grpc-retry-pushback-ms")).toEqual(["2000"]);
      expect(RpcError.from(thrown)).toMatchObject({ reason: "SHELF_MOVES", retryDelayMs: 2_000 });
    });
  });

  it("answer without the interceptor, to a client that has Connect alone", async () => {
    const load = () => import("../../examples/connect-node/without-interceptor.js");
    const thrown = await failureOf(await startedExample(load));
    expect(String(thrown)).toBe("ConnectError: [not_found] book 42 does not exist");
    expect(thrown.findDetails(ErrorInfoSchema)).toMatchObject([{ reason: "BOOK_MISSING" }]);
  });

  it("let a page of the allowed origin read request ids and advice, and no other page", async () => {
    const { allowPages } = await import("../../examples/connect-node/allow-pages.js");
    const handler = allowPages("https://app.example", (_, response) => void response.end());
    const url = await started(serve(handler));
    const preflight = await fetch(url, { method: "OPTIONS" });
    expect(preflight.status).toBe(204);
    expect(listOf(preflight, "allow-headers")).toEqual(
      expect.arrayContaining(["content-type", "connect-protocol-version", "x-grpc-web"]),
    );
    const answer = await fetch(url, { method: "POST" });
    expect(answer.headers.get("access-control-allow-origin")).toBe("https://app.example");
    expect(listOf(answer, "expose-headers")).toEqual(
      expect.arrayContaining(["grpc-status-details-bin", "retry-after", "x-request-id"]),
    );
  });
});

/** What makes the tables of the pages true: Connect's own behaviour, and ours in its place. */
describe("Connect without the server interceptor", () => {
  afterEach(() => services.splice(0).forEach(stop));

  it("makes an internal error of an RpcError", async () => {
    const handler = connectNodeAdapter({ routes: (router) => router.service(LibraryService, bug) });
    const thrown = await failureOf(await started(serve(handler)));
    expect(String(thrown)).toBe("ConnectError: [internal] internal error");
    expect(thrown.details).toEqual([]);
  });

  it("passes on what another service answered, which the interceptor keeps inside", async () => {
    const load = () => import("../../examples/connect-node/without-interceptor.js");
    const upstream = await startedExample(load);
    const getBook = async () => {
      throw await failureOf(upstream);
    };
    const onError = vi.fn();
    const answers = [[], [serverInterceptor({ onError })]].map(async (interceptors) => {
      const handler = connectNodeAdapter({
        interceptors,
        routes: (router) => router.service(LibraryService, { getBook }),
      });
      return String(await failureOf(await started(serve(handler))));
    });
    expect(await Promise.all(answers)).toEqual([
      "ConnectError: [not_found] book 42 does not exist",
      "ConnectError: [internal] internal error",
    ]);
    expect(onError).toHaveBeenCalledOnce();
  });
});

const bug = {
  getBook(): never {
    throw new RpcError("NOT_FOUND", "book 42 does not exist");
  },
};

async function failureOf(baseUrl: string): Promise<ConnectError> {
  const transport = createConnectTransport({ baseUrl, httpVersion: "1.1" });
  try {
    await createClient(LibraryService, transport).getBook({ bookId: "42" });
  } catch (thrown) {
    if (thrown instanceof ConnectError) return thrown;
    throw thrown;
  }
  throw new Error("nothing was thrown");
}

/** The server of an example over HTTP/2, which says itself when it listens. */
async function withHttp2(server: Http2Server, use: (url: URL) => Promise<unknown>): Promise<void> {
  const sessions = new Set<ServerHttp2Session>();
  server.on("session", (session) => sessions.add(session));
  if (!server.listening) await once(server, "listening");
  try {
    await use(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  } finally {
    for (const session of sessions) session.destroy();
    server.close();
  }
}

function listOf({ headers }: Response, name: string): string[] {
  return (headers.get(`access-control-${name}`) ?? "").toLowerCase().split(/, ?/);
}

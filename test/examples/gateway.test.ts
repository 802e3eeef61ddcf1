import { readFileSync } from "node:fs";
import { Server, ServerCredentials, type ServerUnaryCall } from "@grpc/grpc-js";
import { afterEach, describe, expect, it, vi } from "vitest";
import { LibraryClient } from "../../examples/library/client.js";
import { type GetBookRequest, libraryService } from "../../examples/library/library.js";
import { clientInterceptor, guard } from "../../src/entry/grpc-js.js";
import {
  codeFromHttpStatus,
  encodeHttp,
  errorFromHttp,
  errorFromResponse,
  httpStatusFromCode,
} from "../../src/entry/http.js";
import {
  type CodeName,
  codeName,
  debugInfo,
  type ErrorCode,
  errorInfo,
  RpcError,
  type RpcErrorOptions,
  retryInfo,
} from "../../src/entry/index.js";
import { type LocalServer, listening, serve, stop } from "./local-server.js";
import { printedLines } from "./printed-lines.js";

const lines = printedLines();
const RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo";
const SECRET = "password=hunter2";
const faust = { id: "1", title: "Faust", isbn: "9783150000014", shelfId: "poetry" };

type GetBook = (call: ServerUnaryCall<GetBookRequest, unknown>) => Promise<unknown>;

/** What a service of our own answers, with what may not get out beside it. */
function own(code: CodeName, ...details: NonNullable<RpcErrorOptions["details"]>): GetBook {
  const info = errorInfo({ reason: "BOOK_TROUBLE", domain: "library.example" });
  return async () => {
    throw new RpcError(code, `trouble of ${code}`, {
      details: [info, ...details, debugInfo({ detail: SECRET })],
      metadata: { "x-internal": SECRET, "set-cookie": SECRET },
    });
  };
}

const started: { grpc: Server[]; http: LocalServer[]; clients: LibraryClient[] } = {
  grpc: [],
  http: [],
  clients: [],
};

afterEach(() => {
  for (const client of started.clients.splice(0)) client.close();
  for (const server of started.grpc.splice(0)) server.forceShutdown();
  for (const server of started.http.splice(0)) stop(server);
});

/** The gateway, in front of a service that answers so. */
async function gatewayTo(getBook: GetBook): Promise<string> {
  const server = new Server();
  server.addService(libraryService, guard({ getBook }, { debug: true }));
  await serveGrpc(server);
  return gateway();
}

async function serveGrpc(server: Server): Promise<void> {
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  started.grpc.push(server);
  vi.stubEnv("LIBRARY_ADDRESS", `127.0.0.1:${port}`);
}

async function gateway(): Promise<string> {
  vi.stubEnv("PORT", "0");
  const { server } = await import("../../examples/gateway/serve.js");
  const local = await listening(server as LocalServer["server"]);
  started.http.push(local);
  return local.url;
}

/** The gateway, in front of a provider of models that answers so. */
async function proxyTo(...listener: Parameters<typeof serve>): Promise<string> {
  const provider = await serve(...listener);
  started.http.push(provider);
  vi.stubEnv("LLM_URL", provider.url);
  vi.stubEnv("API_KEY", SECRET);
  return `${await gateway()}/openai/v1/chat/completions`;
}

const PATIENCE = { "x-request-id": "r-17", "x-server-timeout": "5" };

async function ask(url: string, headers: Record<string, string> = {}, init: RequestInit = {}) {
  const response = await fetch(url, { headers: { ...PATIENCE, ...headers }, ...init });
  const text = await response.clone().text();
  const sent = [...response.headers, text].join("\n");
  expect(sent).not.toContain("hunter2");
  const retryAfter = response.headers.get("retry-after");
  const error = await errorFromResponse(response);
  return { response, text, error, told: [response.status, retryAfter, error?.message] };
}

/** Something that happens, and what tells that it did. */
function latch(): [happened: Promise<void>, happens: () => void] {
  let happens = () => {};
  const happened = new Promise<void>((resolve) => {
    happens = resolve;
  });
  return [happened, happens];
}

const LATE = "the deadline was exceeded";
const UNAVAILABLE = "the service is unavailable";

describe("examples/gateway, in front of gRPC", () => {
  it("answers with a book, and the id of the request, which the service got too", async () => {
    const ids: unknown[] = [];
    const url = await gatewayTo(async ({ metadata }) => {
      ids.push(...metadata.get("x-request-id"));
      return { book: faust };
    });
    const { response, text } = await ask(`${url}/v1/books/1`);
    expect(JSON.parse(text)).toEqual(faust);
    expect(response.headers.get("x-request-id")).toBe("r-17");
    expect(ids).toEqual(["r-17"]);
    const anew = await ask(`${url}/v1/books/1`, { "x-request-id": "not an id" });
    expect(ids[1]).toMatch(/^[\da-f-]{36}$/);
    expect(anew.response.headers.get("x-request-id")).toBe(ids[1]);
  });

  it.each([
    ["/v1", {}, "application/json", { error: { code: 404, status: "NOT_FOUND" } }],
    ["/google/v1", {}, "application/json", { error: { code: 404, status: "NOT_FOUND" } }],
    ["/yandex/v1", {}, "application/json", { code: 5, message: "trouble of NOT_FOUND" }],
    [
      "/v1",
      { accept: "application/problem+json" },
      "application/problem+json",
      { status: 404, detail: "trouble of NOT_FOUND" },
    ],
  ])(
    "passes on what a service says of the request, at %s with %o",
    async (api, accept, type, body) => {
      const url = await gatewayTo(own("NOT_FOUND"));
      const { response, text, error } = await ask(`${url}${api}/books/42`, accept);
      expect(response.status).toBe(404);
      expect(response.headers.get("content-type")).toBe(type);
      expect(JSON.parse(text)).toMatchObject(body);
      expect(error).toMatchObject({ reason: "BOOK_TROUBLE", domain: "library.example" });
      expect(error?.debugInfo).toBeUndefined();
      expect(error?.requestIds).toEqual(["r-17"]);
      expect([...response.headers.keys()].sort()).toEqual(
        "cache-control,connection,content-length,content-type,date,keep-alive,x-request-id".split(
          ",",
        ),
      );
      expect(lines).toEqual([]);
    },
  );

  it.each<CodeName>(["UNAUTHENTICATED", "PERMISSION_DENIED", "INTERNAL", "UNIMPLEMENTED"])(
    "keeps to itself what a service says of the gateway: %s",
    async (code) => {
      const url = await gatewayTo(own(code));
      const { told } = await ask(`${url}/v1/books/42`);
      expect(told).toEqual([500, null, "internal error"]);
      expect(lines).toEqual([expect.stringMatching(/^"hidden" "GET \/v1\/books\/42" "r-17" /)]);
    },
  );

  it("says in other words that another change won", async () => {
    const url = await gatewayTo(own("ABORTED", retryInfo(7_000)));
    const { told } = await ask(`${url}/v1/books/42`);
    expect(told).toEqual([409, null, "the operation was aborted"]);
  });

  it("keeps to itself what a service says without its domain", async () => {
    const url = await gatewayTo(async () => {
      throw new RpcError("INVALID_ARGUMENT", SECRET);
    });
    expect((await ask(`${url}/v1/books/42`)).told).toEqual([500, null, "internal error"]);
  });

  it("says when to come back, where that is later than the client waits", async () => {
    const url = await gatewayTo(own("UNAVAILABLE", retryInfo(7_000)));
    expect((await ask(`${url}/v1/books/42`)).told).toEqual([503, "7", UNAVAILABLE]);
    expect(lines).toEqual(['"later" "UNAVAILABLE" ["r-17"]']);
  });

  it("says when to come back in HTTP's words where a service says it in gRPC's", async () => {
    const url = await gatewayTo(async () => {
      const metadata = { "grpc-retry-pushback-ms": "6500" };
      throw new RpcError("UNAVAILABLE", SECRET, { metadata });
    });
    const { told, response } = await ask(`${url}/v1/books/42`);
    expect(told).toEqual([503, "7", UNAVAILABLE]);
    expect(response.headers.has("grpc-retry-pushback-ms")).toBe(false);
  });

  it("says nothing of it where a service forbids to come back", async () => {
    let calls = 0;
    const url = await gatewayTo(async () => {
      calls++;
      throw new RpcError("UNAVAILABLE", SECRET, { metadata: { "grpc-retry-pushback-ms": "-1" } });
    });
    expect((await ask(`${url}/v1/books/42`)).told).toEqual([503, null, UNAVAILABLE]);
    expect(calls).toBe(1);
  });

  it("passes on that the client's own quota is used up", async () => {
    const url = await gatewayTo(own("RESOURCE_EXHAUSTED", retryInfo(7_000)));
    const { told } = await ask(`${url}/v1/books/42`);
    expect(told).toEqual([429, "7", "trouble of RESOURCE_EXHAUSTED"]);
  });

  it("asks again under the same id, where there is time", async () => {
    const ids: unknown[] = [];
    const url = await gatewayTo(async ({ metadata }) => {
      ids.push(...metadata.get("x-request-id"));
      if (ids.length > 1) return { book: faust };
      throw new RpcError("UNAVAILABLE", "moving", { details: [retryInfo(5)] });
    });
    expect((await ask(`${url}/v1/books/1`)).response.status).toBe(200);
    expect(ids).toEqual(["r-17", "r-17"]);
  });

  it("answers 504 when the client's time is over, which the service knew", async () => {
    const left: number[] = [];
    const url = await gatewayTo((call) => {
      left.push(Number(call.getDeadline()) - Date.now());
      return new Promise(() => {});
    });
    const { told } = await ask(`${url}/v1/books/1`, { "x-server-timeout": "2" });
    // Both ends of the call keep the time: who is faster says so.
    expect([LATE, "the deadline was exceeded"]).toContain(told.pop());
    expect(told).toEqual([504, null]);
    expect(left).toHaveLength(1);
    expect(left[0]).toBeLessThanOrEqual(2_001);
  });

  it("answers 503 where nobody listens", async () => {
    const server = new Server();
    await serveGrpc(server);
    await new Promise((resolve) => server.tryShutdown(resolve));
    const url = await gateway();
    const { told } = await ask(`${url}/v1/books/1`, { "x-server-timeout": "10" });
    expect(told).toEqual([503, null, UNAVAILABLE]);
  });

  it("cancels the call when the client is gone", async () => {
    const [called, onCall] = latch();
    const [cancelled, onCancel] = latch();
    const url = await gatewayTo((call) => {
      call.on("cancelled", onCancel);
      onCall();
      return new Promise(() => {});
    });
    const client = new AbortController();
    const answer = fetch(`${url}/v1/books/1`, { signal: client.signal });
    await called;
    client.abort();
    await expect(answer).rejects.toThrow();
    await cancelled;
  });

  it("answers paths that there are not in their dialect", async () => {
    const url = await gatewayTo(own("INTERNAL"));
    const { text } = await ask(`${url}/yandex/v2`);
    expect(JSON.parse(text)).toMatchObject({ code: 5, message: "there is no such path" });
    const { told } = await ask(`${url}/__proto__/v1`);
    expect(told).toEqual([404, null, "there is no such path"]);
  });
});

describe("examples/gateway, in front of a provider", () => {
  const post = (url: string, seconds = "5") =>
    ask(url, { "x-server-timeout": seconds }, { method: "POST", body: "{}" });

  it.each([
    [400, {}, [400, null, "no such parameter: tone"]],
    [401, {}, [500, null, "internal error"]],
    [403, {}, [500, null, "internal error"]],
    [404, {}, [500, null, "internal error"]],
    [429, {}, [503, null, UNAVAILABLE]],
    [429, { "retry-after": "7" }, [503, "7", UNAVAILABLE]],
    [500, {}, [503, null, UNAVAILABLE]],
    [502, {}, [503, null, UNAVAILABLE]],
    [503, { "retry-after": "7" }, [503, "7", UNAVAILABLE]],
    [504, {}, [504, null, "the deadline was exceeded"]],
    [520, {}, [503, null, UNAVAILABLE]],
  ])("answers its %i with %o by what the client can do", async (status, headers, expected) => {
    const url = await proxyTo((_, response) => {
      const message = status === 400 ? "no such parameter: tone" : SECRET;
      response.writeHead(status, {
        ...headers,
        "content-type": "application/json",
        "x-key": SECRET,
      });
      response.end(JSON.stringify({ error: { message, type: "error", code: null, param: null } }));
    });
    const { told, text } = await post(url);
    expect(told).toEqual(expected);
    expect(Object.keys(JSON.parse(text).error)).toEqual(
      expect.arrayContaining(["message", "type", "code", "param"]),
    );
  });

  it.each([
    { code: 400, status: "INVALID_ARGUMENT", reason: "API_KEY_INVALID" },
    { code: 400, status: "FAILED_PRECONDITION", reason: "BILLING_DISABLED" },
  ])("keeps to itself what is wrong with the gateway's key: $reason", async (said) => {
    const url = await proxyTo((_, response) => {
      const type = "type.googleapis.com/google.rpc.ErrorInfo";
      const info = { "@type": type, reason: said.reason, domain: "googleapis.com" };
      response.writeHead(said.code, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { ...said, message: SECRET, details: [info] } }));
    });
    const { told, text } = await post(url);
    expect(told).toEqual([500, null, "internal error"]);
    expect(text).not.toContain(said.reason);
    expect(lines).toEqual([expect.stringMatching(/^"hidden" "POST .*" "r-17" .*hunter2/)]);
  });

  it("passes on an answer, and no header of it", async () => {
    const url = await proxyTo((request, response) => {
      expect(request.headers.authorization).toBe(`Bearer ${SECRET}`);
      response.writeHead(200, { "content-type": "text/event-stream", "x-key": SECRET });
      response.end("data: [DONE]\n\n");
    });
    const { response, text } = await post(url);
    expect(text).toBe("data: [DONE]\n\n");
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(response.headers.get("x-request-id")).toBe("r-17");
  });

  it("answers 504 when the client's time is over", async () => {
    const url = await proxyTo(() => {});
    expect((await post(url, "0.2")).told).toEqual([504, null, LATE]);
  });

  it("ends the request when the client is gone", async () => {
    const [called, onCall] = latch();
    const [closed, onClose] = latch();
    const url = await proxyTo((_, response) => {
      response.on("close", onClose);
      onCall();
    });
    const client = new AbortController();
    const answer = fetch(url, { method: "POST", body: "{}", signal: client.signal });
    await called;
    client.abort();
    await expect(answer).rejects.toThrow();
    await closed;
  });
});

describe("examples/gateway, a gRPC service in front of REST", () => {
  /** The service as a grpc-js client calls it, in front of a REST API that answers so. */
  async function clientOf(...listener: Parameters<typeof serve>): Promise<LibraryClient> {
    const rest = await serve(...listener);
    started.http.push(rest);
    vi.stubEnv("BOOKS_URL", rest.url);
    vi.stubEnv("LIBRARY_ADDRESS", "127.0.0.1:0");
    const { server, listen } = await import("../../examples/library/server.js");
    await import("../../examples/gateway/rest-upstream.js");
    const address = await listen();
    started.grpc.push(server);
    const client = new LibraryClient(address, { interceptors: [clientInterceptor()] });
    started.clients.push(client);
    return client;
  }
  const failureOf = (call: Promise<unknown>) => call.then(() => undefined, RpcError.from);

  it("answers with a book", async () => {
    const client = await clientOf((_, response) => response.end(JSON.stringify(faust)));
    expect(await client.getBook({ bookId: "1" })).toEqual({ book: faust });
  });

  it.each([
    [404, {}, ["NOT_FOUND", "book 4/2 does not exist", undefined]],
    [401, {}, ["INTERNAL", "internal error", undefined]],
    [500, {}, ["UNAVAILABLE", UNAVAILABLE, undefined]],
    [429, { "retry-after": "7" }, ["UNAVAILABLE", UNAVAILABLE, 7_000]],
    [504, {}, ["DEADLINE_EXCEEDED", "the deadline was exceeded", undefined]],
  ])("answers a %i with %o", async (status, headers, expected) => {
    const paths: unknown[] = [];
    const client = await clientOf((request, response) => {
      paths.push(request.url);
      response
        .writeHead(status, { ...headers, "x-key": SECRET })
        .end(JSON.stringify({ error: SECRET }));
    });
    const error = await failureOf(client.getBook({ bookId: "4/2" }));
    expect([error?.codeName, error?.message, error?.retryDelayMs]).toEqual(expected);
    expect(paths).toEqual(["/4%2F2"]);
    expect(error?.details.map(({ type }) => type)).not.toContain("google.rpc.DebugInfo");
    expect(error?.metadata.get("x-key")).toBeUndefined();
  });

  it.each([
    ["cancelled", "CANCELLED"],
    ["too late", "DEADLINE_EXCEEDED"],
  ])("ends its request with the call that it was for, when that is %s", async (how, codeName) => {
    const [called, onCall] = latch();
    const [closed, onClose] = latch();
    const client = await clientOf((_, response) => {
      response.on("close", onClose);
      onCall();
    });
    const caller = new AbortController();
    const deadline = Date.now() + (how === "cancelled" ? 20_000 : 2_000);
    const failure = failureOf(client.getBook({ bookId: "1" }, { signal: caller.signal, deadline }));
    await called;
    if (how === "cancelled") caller.abort();
    expect((await failure)?.codeName).toBe(codeName);
    await closed;
  });
});

describe("docs/gateway.md", () => {
  const page = readFileSync(new URL("../../docs/gateway.md", import.meta.url), "utf8");

  it("has the HTTP status of every code", () => {
    const rows = [...page.matchAll(/\| (\d+) ([A-Z_]+) \| (\d{3}) (?=\|)/g)];
    const told = rows.map(([, code, name, status]) => [Number(code), name, Number(status)]);
    const all = Array.from({ length: 16 }, (_, index) => index + 1);
    expect(told.sort(([one], [other]) => Number(one) - Number(other))).toEqual(
      all.map((code) => [code, codeName(code), httpStatusFromCode(code as ErrorCode)]),
    );
  });

  it("has the codes that are assumed of a bare HTTP status", () => {
    const rows = [...page.matchAll(/^\| (\d{3}) \| ([A-Z_]+) \| ([A-Z_]+) \|$/gm)];
    expect(rows).toHaveLength(5);
    for (const [, status, ...names] of rows) {
      const families = ["rest", "transport"] as const;
      const codes = families.map((family) => codeFromHttpStatus(Number(status), family));
      expect(
        codes.map((code) => codeName(code)),
        status,
      ).toEqual(names);
    }
  });

  it("tells what goes out without a mapper", () => {
    const answerTo = (error: unknown) => {
      const { status, headers } = encodeHttp(error, { policy: { onError: () => {} } });
      return [status, headers["retry-after"]];
    };
    const busy = {
      code: 14,
      message: SECRET,
      details: [{ "@type": RETRY_INFO, retryDelay: "7s" }],
    };
    const received = errorFromHttp({ status: 503, headers: { "retry-after": "7" }, body: busy });
    expect(received?.retryDelayMs).toBe(7_000);
    expect(answerTo(received)).toEqual([503, undefined]);
    expect(answerTo(errorFromHttp({ status: 404, body: { code: 5 } }))).toEqual([500, undefined]);
    expect(answerTo(new DOMException("too late", "TimeoutError"))).toEqual([504, undefined]);
  });
});

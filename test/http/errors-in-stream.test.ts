import { type IncomingMessage, request as nodeRequest, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { fetch as undiciFetch, request as undiciRequest } from "undici";
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from "vitest";
import { serverInterceptor } from "../../src/entry/connect.js";
import { errorsInStream, type StreamFormat, type StreamOptions } from "../../src/entry/http.js";
import { RpcError } from "../../src/error/rpc-error.js";
import { errorInfo } from "../../src/status/builders/error-info.js";
import { withLibrary } from "../connect/library-server.js";
import { chunked, collect, concat, envelope, streamOf } from "./collect-stream.js";
import { closed, type HttpServer, json, rejection, startServer } from "./http-server.js";

const bytes = (text: string) => new TextEncoder().encode(text);
const missing = { error: { code: 404, message: "no such book", status: "NOT_FOUND" } };

/** An answer that goes on for ever, or until its client has gone. */
function endless(type: string, chunk: string) {
  return (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200, { "content-type": type });
    const more = () => {
      while (!response.destroyed && response.write(chunk)) {}
    };
    response.on("drain", more);
    more();
  };
}

describe("errorsInStream", () => {
  let server: HttpServer;
  /** The answer to the last request for `open`, `broken` or `endless`. */
  let answer: ServerResponse;
  beforeAll(async () => {
    server = await startServer({
      events: async (_request, response) => {
        response.writeHead(200, { "content-type": "text/event-stream", "x-request-id": "r-1" });
        for (const byte of 'data: {"text":"При"}\n\ndata: {"text":"вет"}\n\n') {
          response.write(byte);
          await sleep(1);
        }
        response.end(
          'data: {"error":{"code":13,"message":"oops","details":[]}}\n\ndata: {"text":"!"}\n\n',
        );
      },
      array: (_request, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.write('[{\n  "text": "Hel"\n}\n,\r\n');
        response.end(`{\n  "text": "lo"\n}\n,\r\n${JSON.stringify(missing, null, 2)}\n]`);
      },
      open: (_request, response) => {
        answer = response;
        response.writeHead(200, { "content-type": "application/x-ndjson" });
        response.write('{"n":1}\n{"n":2}\n{"n":');
      },
      broken: (_request, response) => {
        answer = response;
        response.writeHead(200, { "content-type": "application/x-ndjson" });
        response.write('{"n":1}\n{"n":');
        setTimeout(() => response.destroy(), 50);
      },
      endless: (request, response) => {
        answer = response;
        endless("application/x-ndjson", "x".repeat(65_536))(request, response);
      },
      page: endless("text/html", "<html><title>Welcome to the proxy</title>"),
      missing: json(404, missing),
      headers: (_request, response) => {
        response.writeHead(200, { "grpc-status": "5", "grpc-message": "no such book" }).end();
      },
      empty: (_request, response) => {
        response.writeHead(204).end();
      },
      last: (_request, response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write('data: {"n":1}\n\ndata: [DONE]\n\ndata: {"n":2}\n\n');
      },
    });
  });
  afterAll(() => server.stop());

  const get = (path: string, init?: RequestInit) => fetch(`${server.url}/${path}`, init);

  describe("over HTTP", () => {
    it("yields every message before the error, in whatever pieces they come", async () => {
      const { messages, error } = await collect(await get("events"));
      expect(messages).toEqual([{ text: "При" }, { text: "вет" }]);
      expect(error).toBeInstanceOf(RpcError);
      expect(error).toMatchObject({
        code: 13,
        message: "oops",
        origin: "server",
        via: "rest",
        requestIds: ["r-1"],
        body: { error: { code: 13, message: "oops", details: [] } },
      });
      expect((error as RpcError).httpStatus).toBeUndefined();
    });

    it("reads the array that Google's APIs stream, laid out over lines", async () => {
      const { messages, error } = await collect(await get("array"));
      expect(messages).toEqual([{ text: "Hel" }, { text: "lo" }]);
      expect(error).toMatchObject({ code: 5, message: "no such book", body: missing });
    });

    it("throws the error of an answer that failed, before any message", async () => {
      const response = await get("missing");
      expect(await collect(response)).toMatchObject({
        messages: [],
        error: { code: 5, message: "no such book", httpStatus: 404, cause: response },
      });
    });

    it("throws for every answer that is no 2xx, whatever else it says", async () => {
      const source = () => chunked("{}");
      for (const httpStatus of [302, 503, 999]) {
        const { error } = await collect(source(), { httpStatus, headers: { "grpc-status": "0" } });
        expect(error).toMatchObject({ message: `HTTP ${httpStatus}` });
      }
    });

    it("throws the error that is among the headers", async () => {
      expect(await collect(await get("headers"))).toMatchObject({
        messages: [],
        error: { code: 5 },
      });
    });

    it("yields nothing of an answer without a body", async () => {
      expect(await collect(await get("empty"))).toEqual({ messages: [] });
    });

    it("throws the words of a page that came in place of a stream", async () => {
      expect(await collect(await get("page"))).toMatchObject({
        messages: [],
        error: { code: 2, message: "Welcome to the proxy", origin: "transport", dialect: "html" },
      });
    });

    it("throws UNAVAILABLE for a connection that breaks, after what came", async () => {
      const { messages, error } = await collect(await get("broken"));
      expect(messages).toEqual([{ n: 1 }]);
      expect(error).toBeInstanceOf(RpcError);
      expect(error).toMatchObject({ code: 14, origin: "transport" });
      expect((error as RpcError).cause).toBeInstanceOf(TypeError);
    });

    it("ends at [DONE], and lets go of the rest", async () => {
      expect(await collect(await get("last"))).toEqual({ messages: [{ n: 1 }] });
    });

    it("closes the connection where the loop is left early", async () => {
      for await (const message of errorsInStream(await get("open"))) {
        expect(message).toEqual({ n: 1 });
        break;
      }
      await closed(answer);
    });

    it("closes the connection at a message that is too large", async () => {
      const { error } = await collect(await get("endless"));
      expect(error).toMatchObject({
        code: 8,
        origin: "local",
        message: "a message is larger than 4194304 bytes",
      });
      await closed(answer);
    });

    it("ends a pull that waits for a silent server when it is told to return", async () => {
      const messages = errorsInStream(await get("open"));
      await messages.next();
      await messages.next();
      const pulling = messages.next();
      await sleep(20);
      expect(await messages.return()).toEqual({ done: true, value: undefined });
      expect(await pulling).toEqual({ done: true, value: undefined });
      await closed(answer);
    });

    it("closes the connection of a stream that is never read", async () => {
      await errorsInStream(await get("open")).return();
      await closed(answer);
    });
  });

  describe("with a signal", () => {
    it("ends with CANCELLED, after what came, and closes the connection", async () => {
      const controller = new AbortController();
      const reading = collect(await get("open"), { signal: controller.signal });
      setTimeout(() => controller.abort("enough"), 50);
      expect(await reading).toMatchObject({
        messages: [{ n: 1 }, { n: 2 }],
        error: { code: 1, origin: "local", message: "enough", cause: "enough" },
      });
      await closed(answer);
    });

    it("ends with DEADLINE_EXCEEDED for AbortSignal.timeout", async () => {
      const { error } = await collect(await get("open"), { signal: AbortSignal.timeout(50) });
      expect(error).toMatchObject({ code: 4, origin: "local" });
    });

    it("ends with what the fetch itself was aborted with", async () => {
      const late = new DOMException("too late", "TimeoutError");
      for (const { reason, code } of [
        { reason: undefined, code: 1 },
        { reason: late, code: 4 },
      ]) {
        const controller = new AbortController();
        const reading = collect(await get("open", { signal: controller.signal }));
        controller.abort(reason);
        expect(await reading).toMatchObject({ error: { code, origin: "local" } });
      }
    });

    it("yields nothing that came before it but was not yet asked for", async () => {
      const controller = new AbortController();
      const { signal } = controller;
      const messages = errorsInStream(chunked("1\n2\n3\n"), { signal, format: "ndjson" });
      expect(await messages.next()).toEqual({ done: false, value: 1 });
      controller.abort();
      expect(await rejection(messages.next())).toMatchObject({ code: 1 });
    });

    it("reads nothing where it was aborted before", async () => {
      const signal = AbortSignal.abort();
      let pulls = 0;
      async function* source() {
        pulls++;
        yield "1\n";
      }
      expect(await collect(source(), { signal, format: "ndjson" })).toMatchObject({
        messages: [],
        error: { code: 1 },
      });
      expect(pulls).toBe(0);
    });

    it("does not wait for a program that never gives its next chunk", async () => {
      const source = async function* () {
        yield '{"n":1}\n{';
        await new Promise(() => {});
      };
      expect(await collect(source(), { signal: AbortSignal.timeout(20) })).toMatchObject({
        messages: [{ n: 1 }],
        error: { code: 4, origin: "local" },
      });
    });

    it("leaves nothing listening on a signal that outlives the stream", async () => {
      const { signal } = new AbortController();
      const seen: unknown[] = [];
      signal.addEventListener = (_type: string, listener: unknown) => seen.push(listener);
      signal.removeEventListener = (_type: string, listener: unknown) => {
        seen.splice(seen.indexOf(listener), 1);
      };
      await collect(chunked("1\n"), { signal, format: "ndjson" });
      await collect(chunked("}"), { signal });
      expect(seen).toEqual([]);
    });
  });

  describe("of any source", () => {
    it("reads a response of undici, and the body that its request gives", async () => {
      const response = await undiciFetch(`${server.url}/array`);
      const { body, headers, statusCode } = await undiciRequest(`${server.url}/array`);
      for (const read of [
        await collect(response),
        await collect(body, { headers, httpStatus: statusCode }),
      ]) {
        expect(read).toMatchObject({
          messages: [{ text: "Hel" }, { text: "lo" }],
          error: { code: 5 },
        });
      }
    });

    it("throws the error of a failed answer whose status it is told", async () => {
      const incoming = await new Promise<IncomingMessage>((resolve) => {
        nodeRequest(`${server.url}/missing`, resolve).end();
      });
      const { statusCode: httpStatus = 0, headers } = incoming;
      expect(await collect(incoming, { httpStatus, headers })).toMatchObject({
        messages: [],
        error: { code: 5, message: "no such book", httpStatus: 404 },
      });
    });

    it("destroys a stream of Node where reading it ends early", async () => {
      const open = async () =>
        new Promise<IncomingMessage>((resolve) => {
          nodeRequest(`${server.url}/open`, resolve).end();
        });
      for await (const _ of errorsInStream(await open())) break;
      await closed(answer);
      const { error } = await collect(await open(), { signal: AbortSignal.timeout(50) });
      expect(error).toMatchObject({ code: 4, origin: "local" });
      await closed(answer);
      await errorsInStream(await open()).return();
      await closed(answer);
    });

    it("cancels a stream with the first error, and runs a program's cleanup", async () => {
      const text = `{"n":1}\n${JSON.stringify(missing)}\n{"n":2}\n`;
      let cancelled = 0;
      const stream = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(bytes(text)),
        cancel: () => {
          cancelled++;
        },
      });
      expect(await collect(stream)).toMatchObject({ messages: [{ n: 1 }], error: { code: 5 } });
      async function* source() {
        try {
          yield text;
          yield text;
        } finally {
          cancelled++;
        }
      }
      expect(await collect(source())).toMatchObject({ messages: [{ n: 1 }], error: { code: 5 } });
      await sleep(0);
      expect(cancelled).toBe(2);
    });

    it("makes an RpcError of what a source throws", async () => {
      const cause = new Error("disk on fire");
      async function* source() {
        yield '{"n":1}\n';
        throw cause;
      }
      expect(await collect(source())).toMatchObject({
        messages: [{ n: 1 }],
        error: { code: 2, cause },
      });
      const bug = new TypeError("x is not a function");
      async function* buggy() {
        yield "";
        throw bug;
      }
      expect(await collect(buggy())).toMatchObject({ error: { code: 2, cause: bug } });
    });

    it("throws INTERNAL for chunks that are neither text nor bytes", async () => {
      const source = chunked<unknown>({ n: 1 }) as AsyncGenerator<string>;
      expect(await collect(source)).toMatchObject({
        error: { code: 13, origin: "local", message: "a chunk must be text or bytes, not object" },
      });
    });

    it("reads other views of bytes", async () => {
      const view = new DataView(bytes('..{"n":1}\n').buffer, 2);
      const source = chunked<unknown>(view) as AsyncGenerator<Uint8Array>;
      expect(await collect(source)).toEqual({ messages: [{ n: 1 }] });
    });
  });

  describe("of formats", () => {
    const sse = { format: "sse" } as const;

    it.each<[type: string, text: string, messages: unknown[]]>([
      ["text/event-stream; charset=utf-8", "event: a\ndata: 1\n\n", [1]],
      ["application/x-ndjson", "[1]\n[2]\n", [[1], [2]]],
      ["application/jsonl", "[1]\n", [[1]]],
      ["application/json-seq", "\u001e[1]\n", [[1]]],
      ["application/stream+json", "[1][2]", [[1], [2]]],
      ["Application/JSON", "[1,2]", [1, 2]],
      ["application/json", '{"n":1}{"n":2}', [{ n: 1 }, { n: 2 }]],
      ["text/plain", "data: 1\n\n", [1]],
      ["", ": ping\ndata: 1\n\n", [1]],
    ])("goes by the content type %s, else by the first bytes", async (type, text, messages) => {
      const headers = { "content-type": type };
      expect(await collect(new Response(text, { headers }))).toEqual({ messages });
      expect(await collect(chunked(text), { headers })).toEqual({ messages });
    });

    it("yields nothing of white space alone", async () => {
      expect(await collect(chunked(" \r\n", "\uFEFF", "\t"))).toEqual({ messages: [] });
      expect(await collect(chunked<string>())).toEqual({ messages: [] });
    });

    it.each(["upstream request timeout", "no", "<html><title>upstream request timeout"])(
      "takes a text of no format for an error: %s",
      async (text) => {
        const { messages, error } = await collect(chunked(text));
        expect(messages).toEqual([]);
        expect(error).toMatchObject({ origin: "transport", body: text });
        expect(text).toContain((error as RpcError).message);
      },
    );

    it("knows an event called error whatever its data", async () => {
      const of = (data: string) =>
        collect(chunked(`data: 1\n\nevent: error\n${data}\n\ndata: 2\n\n`), sse);
      expect(await of("data: the shelf fell over")).toMatchObject({
        messages: [1],
        error: { code: 2, message: "the shelf fell over", body: "the shelf fell over" },
      });
      expect(await of('data: {"code":5,"message":"no such book"}')).toMatchObject({
        error: { code: 5, message: "no such book" },
      });
      expect(
        await of(
          'data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
        ),
      ).toMatchObject({ error: { code: 14, message: "Overloaded" } });
      expect(await of('data: {"why":"unknown"}')).toMatchObject({
        messages: [1],
        error: { code: 2, body: { why: "unknown" } },
      });
      expect(await of("id: 1")).toMatchObject({ messages: [1], error: { code: 2, message: "" } });
    });

    it.each([
      {
        api: "OpenAI",
        data: { error: { message: "m", type: "server_error", code: null } },
        code: 13,
      },
      {
        api: "Gemini Interactions",
        data: { event_type: "error", error: { code: "rate_limit_exceeded", message: "m" } },
        code: 8,
      },
      { api: "YandexGPT", data: { error: { grpcCode: 3, httpCode: 400, message: "m" } }, code: 3 },
      { api: "grpc-gateway", data: { error: { code: 9, message: "m", details: [] } }, code: 9 },
    ])("knows the error of $api in its data", async ({ data, code }) => {
      const text = JSON.stringify(data);
      const error = { code, message: "m" };
      expect(await collect(chunked(`data: {"n":1}\n\ndata: ${text}\n\n`))).toMatchObject({
        messages: [{ n: 1 }],
        error,
      });
      expect(await collect(chunked(`{"n":1}\n${text}\n`))).toMatchObject({
        messages: [{ n: 1 }],
        error,
      });
      expect(await collect(chunked(`[{"n":1},${text}]`))).toMatchObject({
        messages: [{ n: 1 }],
        error,
      });
    });

    it("reads an error that stands among events without being one", async () => {
      for (const text of [JSON.stringify(missing), JSON.stringify(missing, null, 2)]) {
        for (const end of ["", "\n", "\n\n"]) {
          expect(await collect(chunked(`data: 1\n\n${text}${end}`), sse)).toMatchObject({
            messages: [1],
            error: { code: 5, message: "no such book" },
          });
        }
      }
    });

    it("goes on after a line of JSON that stands among events", async () => {
      const text = 'data: 1\n\n{"n":2}\nfoo\n\ndata: x\n\n';
      expect(await collect(chunked(text), sse)).toEqual({ messages: [1, { n: 2 }, "x"] });
      const failed = `${JSON.stringify(missing)}\ndata: [DONE]\n\n`;
      expect(await collect(chunked(failed), sse)).toMatchObject({ error: { code: 5 } });
    });

    it("takes an event called error for one, also where its data is cut off", async () => {
      const data = '{"message":"the she';
      expect(await collect(chunked(`event: error\ndata: ${data}`), sse)).toMatchObject({
        error: { code: 2, body: data },
      });
    });

    it("keeps no more than the beginning of a text", async () => {
      for (const text of [
        `event: error\ndata: ${"x".repeat(100_000)}\n\n`,
        `{${"x".repeat(100_000)}`,
      ]) {
        const { error } = await collect(chunked(text));
        expect((error as RpcError).body).toHaveLength(65_537);
      }
    });

    it("passes over events without data, unknown fields and lines that are no JSON", async () => {
      const text = "id: 1\n\nretry: 5\n\nevent: ping\n\nfoo\n{oops\n\n [x\n\ndata: 1\n\n";
      expect(await collect(chunked(text), sse)).toEqual({ messages: [1] });
    });

    it("takes the last event for whole where its data is, without the empty line", async () => {
      for (const end of ["", "\n", "\r"]) {
        expect(await collect(chunked(`data: {"n":1}${end}`), sse)).toEqual({
          messages: [{ n: 1 }],
        });
        expect(await collect(chunked(`data: words${end}`), sse)).toEqual({ messages: ["words"] });
        expect(await collect(chunked(`data: [DONE]${end}`), sse)).toEqual({ messages: [] });
      }
    });

    it.each<[format: StreamFormat, text: string | Uint8Array, messages: unknown[]]>([
      ["sse", 'data: 1\n\ndata: {"n":', [1]],
      ["ndjson", '{"n":1}\n{"n":', [{ n: 1 }]],
      ["json-array", '[1,{"n":', [1]],
      ["json-array", '[{"n":1},', [{ n: 1 }]],
      ["json-array", '[1,"two"', [1]],
      ["connect", envelope(0, "{}"), [{}]],
      ["connect", concat(envelope(0, "{}"), envelope(0, "{}").subarray(0, 6)), [{}]],
    ])("throws UNAVAILABLE for %s that ends too early", async (format, text, messages) => {
      expect(await collect(chunked<string | Uint8Array>(text), { format })).toMatchObject({
        messages,
        error: { code: 14, origin: "transport", message: "the stream ended inside a message" },
      });
    });

    it("throws INTERNAL for a message that is no JSON, with its text", async () => {
      const { messages, error } = await collect(chunked('{"n":1}\n{"n":}\n{"n":3}\n'));
      expect(messages).toEqual([{ n: 1 }]);
      expect(error).toMatchObject({ code: 13, origin: "transport", body: '{"n":}' });
    });

    it("does not wait for the end of a string that the line breaks off", async () => {
      async function* source() {
        yield '{"n":"1\n';
        await new Promise(() => {});
      }
      expect(await collect(source())).toMatchObject({ error: { code: 13, body: '{"n":"1' } });
    });

    it("throws the words that stand among JSON", async () => {
      expect(await collect(chunked('{"n":1}\nupstream request timeout\n{"n":2}'))).toMatchObject({
        messages: [{ n: 1 }],
        error: { message: "upstream request timeout" },
      });
    });

    it.each<[format: StreamFormat, text: string | Uint8Array]>([
      ["sse", `data: ${"x".repeat(100)}\n\n`],
      ["sse", "data: xxxxxxxx\n".repeat(10)],
      ["sse", `: ${"x".repeat(100)}`],
      ["ndjson", `"${"x".repeat(100)}"\n`],
      ["ndjson", "[".repeat(101)],
      ["json-array", `["${"x".repeat(100)}"]`],
      ["connect", envelope(0, "x".repeat(101)).subarray(0, 5)],
    ])("throws RESOURCE_EXHAUSTED for a message of %s above the bound", async (format, text) => {
      expect(
        await collect(chunked<string | Uint8Array>(text), { format, maxMessageBytes: 100 }),
      ).toMatchObject({ messages: [], error: { code: 8, origin: "local" } });
    });

    it("reads many messages, each below the bound", async () => {
      const options = { maxMessageBytes: 20 };
      for (const text of ["data: 12345678\n\n".repeat(50), "12345678\n".repeat(50)]) {
        for (const chunks of [chunked(text), chunked(...text)]) {
          const { messages, error } = await collect(chunks, options);
          expect({ count: messages.length, error }).toEqual({ count: 50, error: undefined });
        }
      }
    });
  });

  describe("over Connect", () => {
    const list = async (baseUrl: string, headers = {}) =>
      fetch(`${baseUrl}/example.library.v1.LibraryService/ListBooks`, {
        method: "POST",
        headers: { "content-type": "application/connect+json", ...headers },
        body: envelope(0, '{"shelfId":"1"}') as Uint8Array<ArrayBuffer>,
      });
    const title = "Faust ".repeat(1_000);

    it.each([{ encoding: undefined }, { encoding: "gzip" }])(
      "reads a real server's messages and its error, encoding $encoding",
      async ({ encoding }) => {
        const implementation = {
          async *listBooks() {
            yield { book: { id: "1", title } };
            yield { book: { id: "2", title: "Woyzeck" } };
            throw new RpcError("UNAVAILABLE", "the shelf fell over", {
              details: [errorInfo({ reason: "SHELF_FELL", domain: "library.example" })],
            });
          },
        };
        await withLibrary(
          "connect/1.1",
          implementation,
          async (_calls, _client, baseUrl) => {
            const response = await list(
              baseUrl,
              encoding && { "connect-accept-encoding": encoding },
            );
            expect(response.headers.get("connect-content-encoding")).toBe(encoding ?? null);
            const { messages, error } = await collect(response);
            expect(messages).toEqual([
              { book: { id: "1", title } },
              { book: { id: "2", title: "Woyzeck" } },
            ]);
            expect(error).toMatchObject({
              code: 14,
              message: "the shelf fell over",
              reason: "SHELF_FELL",
              via: "connect",
            });
          },
          { server: [serverInterceptor()] },
        );
      },
    );

    it("ends with a stream that ended well, its trailers notwithstanding", async () => {
      const implementation = {
        async *listBooks() {
          yield { book: { id: "1" } };
        },
      };
      await withLibrary("connect/1.1", implementation, async (_calls, _client, baseUrl) => {
        expect(await collect(await list(baseUrl))).toEqual({ messages: [{ book: { id: "1" } }] });
      });
    });

    it("adds the metadata of the last envelope to the error's", async () => {
      const end = { error: { code: "not_found" }, metadata: { "x-request-id": ["r-2"] } };
      const source = chunked(envelope(2, JSON.stringify(end)));
      expect(await collect(source, { headers: { "x-client-request-id": "c-1" } })).toMatchObject({
        error: { code: 5, requestIds: ["r-2", "c-1"] },
      });
    });

    it.each([
      { end: '{"error":null}', error: undefined },
      { end: "{}", error: undefined },
      { end: '{"error":{}}', error: { code: 2 } },
      { end: '{"error":"oops"}', error: { code: 2 } },
      {
        end: '{"error":{"code":"not_found","message":"no such book"}}',
        error: { code: 5, via: "connect", message: "no such book", dialect: "connect-end-stream" },
      },
      { end: "oops", error: { code: 13, body: "oops" } },
    ])("reads the last envelope $end", async ({ end, error }) => {
      const read = await collect(chunked(envelope(0, "1"), envelope(2, end)));
      expect(read.messages).toEqual([1]);
      if (error === undefined) expect(read.error).toBeUndefined();
      else expect(read.error).toMatchObject(error);
    });

    it("yields bytes where the messages are protobuf, even such as look like JSON", async () => {
      const headers = { "content-type": "Application/Connect+Proto" };
      const source = chunked(envelope(0, "1"), envelope(2, "{}"));
      expect(await collect(source, { headers })).toEqual({ messages: [Uint8Array.of(0x31)] });
    });

    it("reads envelopes whose heads are larger than the bound", async () => {
      const source = chunked(envelope(0, "1"), envelope(2, "{}"));
      expect(await collect(source, { maxMessageBytes: 2 })).toEqual({ messages: [1] });
    });

    it("throws INTERNAL for a message that is no JSON where it must be", async () => {
      const headers = { "content-type": "application/connect+json" };
      expect(await collect(chunked(envelope(0, "oops")), { headers })).toMatchObject({
        error: { code: 13, body: "oops" },
      });
    });

    it.each([
      { name: "an unnamed encoding", encoding: undefined, payload: gzipSync("{}"), code: 13 },
      { name: "another encoding", encoding: "br", payload: gzipSync("{}"), code: 13 },
      { name: "damage", encoding: "gzip", payload: Buffer.from("oops"), code: 13 },
      { name: "a part", encoding: "gzip", payload: gzipSync("{}").subarray(0, 12), code: 13 },
      { name: "a bomb", encoding: "gzip", payload: gzipSync(Buffer.alloc(8_000_000)), code: 8 },
    ])("throws for a compressed message with $name", async ({ encoding, payload, code }) => {
      const headers = { "connect-content-encoding": encoding };
      const source = chunked(envelope(1, payload), envelope(2, "{}"));
      expect(await collect(source, { headers })).toMatchObject({ messages: [], error: { code } });
    });
  });

  it("lets the caller say what the messages are", () => {
    expectTypeOf(errorsInStream(streamOf("1"))).toEqualTypeOf<
      AsyncGenerator<unknown, void, undefined>
    >();
    expectTypeOf(errorsInStream<string>(streamOf("1")).next).returns.resolves.toEqualTypeOf<
      IteratorResult<string, void>
    >();
  });

  it.each<[name: string, source: unknown, options: object, message: string]>([
    ["nothing", undefined, {}, "source must be a Response or a stream, not undefined"],
    ["a text", "data: 1", {}, "source must be a Response or a stream, not string"],
    ["an unknown format", chunked("1"), { format: "xml" }, "format must be one of sse, "],
    ["a bound of nothing", chunked("1"), { maxMessageBytes: 0 }, "maxMessageBytes must be more"],
  ])("refuses %s at once", (_name, source, options, message) => {
    const call = () => errorsInStream(source as Response, options as StreamOptions);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(message);
  });

  it("refuses a body that was read before, or is being read", async () => {
    const read = new Response("1");
    await read.text();
    expect(() => errorsInStream(read)).toThrow("the body of the response was read before");
    const locked = new Response("1");
    locked.body?.getReader();
    expect(() => errorsInStream(locked)).toThrow(TypeError);
  });
});

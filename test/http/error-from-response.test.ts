import { type IncomingMessage, request } from "node:http";
import { PassThrough } from "node:stream";
import { createGzip } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  errorFromResponse,
  type ResponseLike,
  type ResponseOptions,
} from "../../src/entry/http.js";
import { type HttpServer, json, startServer } from "./http-server.js";

const missing = { error: { code: 404, message: "no such book", status: "NOT_FOUND" } };
const text = JSON.stringify(missing);

describe("errorFromResponse", () => {
  let server: HttpServer;
  beforeAll(async () => {
    server = await startServer({
      missing: json(404, missing, { "x-request-id": "r-1" }),
      found: json(200, { id: "42" }),
      carried: json(200, missing),
      chunked: (_request, response) => {
        response.writeHead(200, { "content-type": "application/problem+json; charset=utf-8" });
        response.write(text.slice(0, 20));
        setTimeout(() => response.end(text.slice(20)), 10);
      },
      zipped: (_request, response) => {
        response.writeHead(404, { "content-type": "application/json", "content-encoding": "gzip" });
        createGzip().end(text).pipe(response);
      },
      long: (_request, response) => {
        response.writeHead(500, { "content-type": "text/plain" });
        response.write("the shelf fell over. ");
        const more = () => {
          while (!response.destroyed && response.write("x".repeat(65_536))) {}
        };
        response.on("drain", more);
        more();
      },
      stalled: (_request, response) => {
        response.writeHead(503, { "content-type": "text/plain" });
        response.write("overloaded");
      },
      silent: (_request, response) => {
        response.writeHead(503, { "content-length": "10" }).flushHeaders();
      },
      broken: (_request, response) => {
        response.writeHead(502, { "content-type": "text/plain", "content-length": "1000" });
        response.write("bad gateway");
        setTimeout(() => response.destroy(), 50);
      },
      events: (_request, response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(`data: ${text}\n\n`);
      },
      typed: (request, response) => {
        response.writeHead(200, { "content-type": request.headers.accept });
        response.write(text);
      },
      large: (_request, response) => {
        const body = JSON.stringify({ ...missing, padding: "x".repeat(70_000) });
        response.writeHead(200, {
          "content-type": "application/json",
          "content-length": body.length,
        });
        response.write(body.slice(0, 60_000));
      },
      endless: (_request, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.write(`${text.slice(0, -1)},"padding":"${"x".repeat(70_000)}`);
      },
      headers: (_request, response) => {
        response.writeHead(200, { "grpc-status": "5", "grpc-message": "no such book" }).end();
      },
      empty: (_request, response) => {
        response.writeHead(204).end();
      },
      strange: (_request, response) => {
        response.writeHead(999).end("go away");
      },
      moved: (_request, response) => {
        response.writeHead(302, { location: "/found" }).end();
      },
    });
  });
  afterAll(() => server.stop());

  const answer = (path: string, init?: RequestInit) => fetch(`${server.url}/${path}`, init);
  const errorAt = async (path: string, options?: ResponseOptions) =>
    errorFromResponse(await answer(path), options);

  it("gives the error of a failed answer, with the response as its cause", async () => {
    const response = await answer("missing");
    const error = await errorFromResponse(response);
    expect(error).toMatchObject({
      code: 5,
      message: "no such book",
      httpStatus: 404,
      requestIds: ["r-1"],
    });
    expect(error?.cause).toBe(response);
  });

  it("leaves the response to be read", async () => {
    const response = await answer("missing");
    await errorFromResponse(response);
    expect(response.bodyUsed).toBe(false);
    expect(await response.json()).toEqual(missing);
  });

  it("gives undefined for a success and leaves it to be read", async () => {
    const response = await answer("found");
    expect(await errorFromResponse(response)).toBeUndefined();
    expect(await response.json()).toEqual({ id: "42" });
    expect(await errorAt("empty")).toBeUndefined();
  });

  it("finds the error that a success carries, in chunks and under any name of JSON", async () => {
    expect(await errorAt("carried")).toMatchObject({ code: 5, message: "no such book" });
    expect(await errorAt("chunked")).toMatchObject({ code: 5, message: "no such book" });
  });

  it("finds the status that is among the headers of a success without a body", async () => {
    expect(await errorAt("headers")).toMatchObject({ code: 5, message: "no such book" });
  });

  it("answers at once for a success that is a stream, or long", async () => {
    const started = performance.now();
    for (const path of ["events", "large"]) {
      const response = await answer(path);
      expect(await errorFromResponse(response)).toBeUndefined();
      await response.body?.cancel();
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it.each([
    "application/connect+json",
    "application/grpc-web+json",
    "application/stream+json",
    "application/x-ndjson",
    "application/json-seq",
    "text/html",
  ])("does not look into a success that is %s", async (accept) => {
    const response = await answer("typed", { headers: { accept } });
    const started = performance.now();
    expect(await errorFromResponse(response)).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(5_000);
    await response.body?.cancel();
  });

  it("leaves no timer behind", async () => {
    const set = vi.spyOn(globalThis, "setTimeout");
    const clear = vi.spyOn(globalThis, "clearTimeout");
    await errorAt("missing", { bodyTimeoutMs: 54_321 });
    const timers = set.mock.calls.flatMap(([, ms], i) =>
      ms === 54_321 ? [set.mock.results[i]?.value] : [],
    );
    expect(timers).toHaveLength(1);
    expect(clear.mock.calls.flat()).toEqual(expect.arrayContaining(timers));
    vi.restoreAllMocks();
  });

  it("does not judge a success of unknown length by its beginning", async () => {
    const response = await answer("endless");
    expect(await errorFromResponse(response)).toBeUndefined();
    await response.body?.cancel();
  });

  it("reads a body that came compressed", async () => {
    expect(await errorAt("zipped")).toMatchObject({ code: 5, message: "no such book" });
  });

  it("reads at most a megabyte of an endless body", async () => {
    const response = await answer("long");
    const started = performance.now();
    const error = await errorFromResponse(response);
    expect(error).toMatchObject({ message: "the shelf fell over.", httpStatus: 500 });
    // Not the end of its time ended the reading.
    expect(performance.now() - started).toBeLessThan(5_000);
    await response.body?.cancel();
  });

  it("does not wait longer than it is told for a body that stalls", async () => {
    const started = performance.now();
    const error = await errorAt("stalled", { bodyTimeoutMs: 100 });
    expect(error).toMatchObject({ code: 14, message: "overloaded", httpStatus: 503 });
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await errorAt("silent", { bodyTimeoutMs: 0 })).toMatchObject({
      code: 14,
      message: "HTTP 503",
    });
  });

  it("waits for a body as long as it takes where it is told so", async () => {
    expect(await errorAt("chunked", { bodyTimeoutMs: Number.POSITIVE_INFINITY })).toMatchObject({
      message: "no such book",
    });
  });

  it("counts what came until the reading was aborted", async () => {
    const controller = new AbortController();
    const reading = errorAt("stalled", { signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    expect(await reading).toMatchObject({ code: 14, message: "overloaded" });
    const signal = AbortSignal.abort();
    expect(await errorAt("stalled", { signal })).toMatchObject({ message: "HTTP 503" });
  });

  it("counts what came of a body that breaks off", async () => {
    expect(await errorAt("broken")).toMatchObject({ message: "bad gateway", httpStatus: 502 });
  });

  it("goes by status and headers where the body was read before, or is being read", async () => {
    const read = await answer("missing");
    await read.text();
    expect(await errorFromResponse(read)).toMatchObject({
      httpStatus: 404,
      message: "HTTP 404",
      requestIds: ["r-1"],
    });
    const locked = await answer("missing");
    locked.body?.getReader();
    expect(await errorFromResponse(locked)).toMatchObject({ httpStatus: 404 });
  });

  it("reads an answer without a body", async () => {
    expect(await errorFromResponse(await answer("missing", { method: "HEAD" }))).toMatchObject({
      httpStatus: 404,
      message: "HTTP 404",
    });
  });

  it("reads the responses of clients whose bodies are streams of Node", async () => {
    const response = (path: string) =>
      new Promise<ResponseLike & { body: IncomingMessage }>((resolve) => {
        request(`${server.url}/${path}`, (body) => {
          const { statusCode: status = 0, headers } = body;
          const clone = () => ({ body: body.pipe(new PassThrough()) });
          resolve({ status, headers, body, clone });
        }).end();
      });
    expect(await errorFromResponse(await response("missing"))).toMatchObject({
      code: 5,
      message: "no such book",
      requestIds: ["r-1"],
    });
    const stalled = await response("stalled");
    expect(await errorFromResponse(stalled, { bodyTimeoutMs: 50 })).toMatchObject({
      message: "overloaded",
    });
    expect(stalled.body.destroyed).toBe(true);
  });

  it("gives up a failed answer that stalls, so that it does not hold its connection", async () => {
    const response = await answer("stalled");
    await errorFromResponse(response, { bodyTimeoutMs: 50 });
    expect(response.bodyUsed).toBe(true);
  });

  it("leaves no rejection behind where the call is aborted after its error was read", async () => {
    const rejections: unknown[] = [];
    const record = (reason: unknown) => rejections.push(reason);
    process.on("unhandledRejection", record);
    for (const path of ["stalled", "long", "missing"]) {
      const controller = new AbortController();
      const { signal } = controller;
      const response = await answer(path, { signal });
      const reading = errorFromResponse(response, { bodyTimeoutMs: 100, signal });
      if (path === "stalled") setTimeout(() => controller.abort(), 50);
      await reading;
      controller.abort();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    process.off("unhandledRejection", record);
    expect(rejections).toEqual([]);
  });

  it("never rejects for a status that HTTP does not have", async () => {
    const response = await answer("strange");
    expect(response.status).toBe(999);
    await expect(errorFromResponse(response)).resolves.not.toThrow();
  });

  it("takes Response.error() for a network that failed", async () => {
    expect(await errorFromResponse(Response.error())).toMatchObject({
      code: 14,
      origin: "transport",
    });
  });

  it("maps a bare status by the family that the caller names", async () => {
    const response = new Response(null, { status: 404 });
    expect(await errorFromResponse(response)).toMatchObject({ code: 12 });
    expect(await errorFromResponse(response, { family: "rest" })).toMatchObject({ code: 5 });
  });

  it.each<[name: string, response: unknown, options: unknown, message: string]>([
    ["nothing", undefined, {}, "response must be a Response, not undefined"],
    [
      "an answer of another client",
      { status: 404, data: {} },
      {},
      "not an object of another shape",
    ],
    ["a negative time", new Response(), { bodyTimeoutMs: -1 }, "bodyTimeoutMs must be 0 or more"],
    ["a time that is none", new Response(), { bodyTimeoutMs: Number.NaN }, "not NaN"],
    ["an unknown family", new Response(), { family: "web" }, 'not "web"'],
  ])("refuses %s", async (_name, response, options, message) => {
    const call = errorFromResponse(response as Response, options as ResponseOptions);
    await expect(call).rejects.toThrow(TypeError);
    await expect(call).rejects.toThrow(message);
  });
});

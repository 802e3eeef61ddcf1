import { Request as UndiciRequest, fetch as undiciFetch } from "undici";
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from "vitest";
import { type FetchErrorOptions, fetchWithErrors } from "../../src/entry/http.js";
import { RpcError } from "../../src/error/rpc-error.js";
import { type HttpServer, json, rejection, startServer } from "./http-server.js";

const missing = { error: { code: 404, message: "no such book", status: "NOT_FOUND" } };

describe("fetchWithErrors", () => {
  let server: HttpServer;
  let closedEarly: Promise<void>;
  beforeAll(async () => {
    let isClosed = () => {};
    closedEarly = new Promise((resolve) => {
      isClosed = resolve;
    });
    server = await startServer({
      missing: json(404, missing, { "x-request-id": "r-1" }),
      found: json(200, { id: "42" }),
      carried: json(200, missing),
      empty: (_request, response) => response.writeHead(204).end(),
      unchanged: (_request, response) => response.writeHead(304).end(),
      moved: (_request, response) => response.writeHead(302, { location: "/found" }).end(),
      nowhere: (_request, response) => response.writeHead(302).end(),
      strange: (_request, response) => response.writeHead(999).end(),
      fine: (_request, response) => response.writeHead(503, { "grpc-status": "0" }).end(),
      silent: () => {},
      stalled: (_request, response) => {
        response.writeHead(503, { "content-type": "text/plain" }).write("overloaded");
      },
      long: (_request, response) => {
        response.writeHead(500, { "content-type": "text/plain" });
        response.on("close", isClosed);
        const more = () => {
          while (!response.destroyed && response.write("x".repeat(65_536))) {}
        };
        response.on("drain", more);
        more();
      },
      reset: (request) => request.socket.resetAndDestroy(),
      garbage: (request) => request.socket.end("this is not HTTP\r\n\r\n"),
    });
  });
  afterAll(() => server.stop());

  /** Where nobody listens any more: asked for at once, before another server gets the port. */
  const deadUrl = async () => {
    const dead = await startServer({});
    dead.stop();
    return dead.url;
  };
  const send = (path: string, init?: RequestInit, options?: FetchErrorOptions) =>
    fetchWithErrors(fetch, options)(`${server.url}/${path}`, init);
  const failure = (path: string, init?: RequestInit, options?: FetchErrorOptions) =>
    rejection(send(path, init, options));

  describe("of answers", () => {
    it("passes a success on untouched, even one that carries an error", async () => {
      const response = await send("carried");
      expect(response).toBeInstanceOf(Response);
      expect(await response.json()).toEqual(missing);
      expect((await send("empty")).status).toBe(204);
    });

    it("looks into a success where the caller wants that", async () => {
      const options = { inspectSuccess: true };
      expect(await failure("carried", {}, options)).toMatchObject({ code: 5 });
      expect(await (await send("found", {}, options)).json()).toEqual({ id: "42" });
    });

    it("rejects with the error of an answer that failed", async () => {
      const error = await failure("missing");
      expect(error).toBeInstanceOf(RpcError);
      expect(error).toMatchObject({
        code: 5,
        message: "no such book",
        origin: "server",
        httpStatus: 404,
        requestIds: ["r-1"],
        body: JSON.stringify(missing),
      });
    });

    it("gives the response as the cause, still to be read", async () => {
      const { cause } = (await failure("missing")) as { cause: Response };
      expect(cause).toMatchObject({ status: 404, url: `${server.url}/missing` });
      expect(await cause.json()).toEqual(missing);
    });

    it("lets go of a connection whose answer it does not read to the end", async () => {
      const { cause } = (await failure("long")) as { cause: Response };
      expect(cause.bodyUsed).toBe(true);
      await closedEarly;
    });

    it("keeps the connection of an answer that it read", async () => {
      await failure("missing");
      const before = server.connections();
      for (let i = 0; i < 5; i++) await failure("missing");
      expect(server.connections()).toBe(before);
    });

    it("does not wait for a body that stalls", async () => {
      const error = await failure("stalled", {}, { bodyTimeoutMs: 100 });
      expect(error).toMatchObject({ code: 14, message: "overloaded", httpStatus: 503 });
    });

    it("rejects for every status that is no 2xx, whatever else the answer says", async () => {
      expect(await failure("nowhere")).toMatchObject({ code: 2, origin: "transport" });
      expect(await failure("strange")).toMatchObject({ code: 2 });
      expect(await failure("fine")).toMatchObject({ code: 14, message: "HTTP 503" });
      expect(await failure("fine", {}, { family: "rest" })).toMatchObject({ code: 14 });
    });

    it("passes on what the caller asked for: an unchanged answer, a redirect", async () => {
      expect((await send("unchanged")).status).toBe(304);
      expect((await send("moved", { redirect: "manual" })).status).toBe(302);
      const request = new Request(`${server.url}/moved`, { redirect: "manual" });
      expect((await fetchWithErrors()(request)).status).toBe(302);
      expect(await (await send("moved")).json()).toEqual({ id: "42" });
      // What browsers make of either.
      const opaque = { status: 0, ok: false, type: "opaqueredirect" };
      const hidden = Object.defineProperties(new Response(), {
        status: { value: opaque.status },
        ok: { value: opaque.ok },
        type: { value: opaque.type },
      });
      expect(await fetchWithErrors(async () => hidden)()).toBe(hidden);
    });

    it("maps a bare status by the family that the caller names", async () => {
      expect(await failure("unknown", {}, { family: "rest" })).toMatchObject({ code: 13 });
      expect(await failure("unknown")).toMatchObject({ code: 2 });
    });
  });

  describe("of networks", () => {
    it("rejects with UNAVAILABLE where nobody listens, the original as its cause", async () => {
      const error = await rejection(fetchWithErrors()(await deadUrl()));
      expect(error).toBeInstanceOf(RpcError);
      expect(error).toMatchObject({
        code: 14,
        origin: "transport",
        message: expect.stringContaining("ECONNREFUSED"),
        cause: { message: "fetch failed" },
      });
    });

    it("rejects with UNAVAILABLE for a connection that breaks, and for what is no HTTP", async () => {
      expect(await failure("reset")).toMatchObject({ code: 14, origin: "transport" });
      expect(await failure("garbage")).toMatchObject({ code: 14, origin: "transport" });
    });

    it("rejects with UNAVAILABLE for the bare TypeError of browsers", async () => {
      const cause = new TypeError("Failed to fetch");
      const broken = fetchWithErrors(async () => {
        throw cause;
      });
      expect(await rejection(broken())).toMatchObject({
        code: 14,
        origin: "transport",
        message: "Failed to fetch",
        cause,
      });
    });

    it("rejects with UNAVAILABLE for causes that have a code of any kind", async () => {
      const cause = Object.assign(new Error("wrong version number"), { code: "EPROTO" });
      const broken = fetchWithErrors(async () => {
        throw new TypeError("fetch failed", { cause });
      }) as unknown as typeof fetch;
      expect(await rejection(broken(server.url))).toMatchObject({
        code: 14,
        origin: "transport",
        message: "fetch failed: wrong version number",
      });
    });

    it("does not advise to try again what stays refused", async () => {
      const init = { redirect: "error" } as const;
      expect(await failure("moved", init)).toMatchObject({
        code: 2,
        origin: "transport",
        message: expect.stringContaining("unexpected redirect"),
      });
    });

    it("leaves the mistakes of the caller what they are", async () => {
      const get = fetchWithErrors();
      for (const call of [
        () => get("no url"),
        () => get(`${server.url}/found`, { method: "GET", body: "x" }),
        () => get(`${server.url}/found`, { headers: { "bad name": "x" } }),
        () => get(`${server.url}/found`, { method: "CONNECT" }),
      ]) {
        const error = await rejection(call());
        expect(error).toBeInstanceOf(TypeError);
        expect(error).not.toBeInstanceOf(RpcError);
      }
    });

    it("wraps whatever else a fetch of the caller's throws", async () => {
      const cause = new Error("no token");
      const broken = fetchWithErrors(() => {
        throw cause;
      });
      expect(await rejection((broken as typeof fetch)(server.url))).toMatchObject({
        code: 2,
        cause,
      });
      const own = new RpcError("UNAUTHENTICATED", "no token");
      const refusing = fetchWithErrors(async () => Promise.reject(own));
      expect(await rejection(refusing())).toBe(own);
    });
  });

  describe("of aborts", () => {
    const abortWith = async (reason: unknown, path = "silent") => {
      const controller = new AbortController();
      const failing = failure(path, { signal: controller.signal });
      setTimeout(() => controller.abort(reason), 50);
      return failing;
    };

    it("rejects with CANCELLED for the caller's abort", async () => {
      const error = await abortWith(undefined);
      expect(error).toBeInstanceOf(RpcError);
      expect(error).toMatchObject({ code: 1, origin: "local", cause: { name: "AbortError" } });
    });

    it("rejects with DEADLINE_EXCEEDED for AbortSignal.timeout", async () => {
      expect(await failure("silent", { signal: AbortSignal.timeout(50) })).toMatchObject({
        code: 4,
        origin: "local",
        cause: { name: "TimeoutError" },
      });
    });

    it.each([
      { name: "an Error", reason: new Error("shelf closed"), message: "shelf closed" },
      { name: "a text", reason: "shelf closed", message: "shelf closed" },
      { name: "an object", reason: { shelf: 1 }, message: "the call was aborted" },
      { name: "null", reason: null, message: "the call was aborted" },
    ])("rejects with CANCELLED for $name as the reason, which is the cause", async (row) => {
      expect(await abortWith(row.reason)).toMatchObject({
        code: 1,
        origin: "local",
        message: row.message,
        cause: row.reason,
      });
    });

    it("rejects with the RpcError that is the reason", async () => {
      const reason = new RpcError("ABORTED", "shelf closed");
      expect(await abortWith(reason)).toBe(reason);
    });

    it("knows the signal of a Request, of an abort before the call, and none where it is null", async () => {
      const signal = AbortSignal.abort("shelf closed");
      const request = new Request(`${server.url}/found`, { signal });
      expect(await rejection(fetchWithErrors()(request))).toMatchObject({ code: 1 });
      expect(await failure("found", { signal })).toMatchObject({ code: 1 });
      const other = new Request(`${server.url}/missing`, { signal });
      expect(await rejection(fetchWithErrors()(other, { signal: null }))).toMatchObject({
        code: 5,
      });
    });

    it("takes the AbortError of a fetch that does not know reasons for the reason", async () => {
      const older = fetchWithErrors(async () => {
        throw Object.assign(new Error("The operation was aborted."), { name: "AbortError" });
      });
      const call = older as unknown as typeof fetch;
      const signal = AbortSignal.abort(new Error("shelf closed"));
      expect(await rejection(call("http://x", { signal }))).toMatchObject({
        code: 1,
        message: "shelf closed",
      });
    });

    it("does not take a network failure for an abort that came later", async () => {
      const controller = new AbortController();
      const failing = rejection(fetchWithErrors()(await deadUrl(), { signal: controller.signal }));
      const error = await failing;
      controller.abort();
      expect(error).toMatchObject({ code: 14 });
    });

    it("rejects with the abort where it comes while a failed answer is read", async () => {
      expect(await abortWith("shelf closed", "stalled")).toMatchObject({
        code: 1,
        message: "shelf closed",
      });
    });
  });

  describe("of other fetches", () => {
    it("keeps the type of the fetch that it is given", () => {
      expectTypeOf(fetchWithErrors()).toEqualTypeOf<typeof fetch>();
      expectTypeOf(fetchWithErrors(undiciFetch)).toEqualTypeOf<typeof undiciFetch>();
    });

    it("works with undici's own", async () => {
      const get = fetchWithErrors(undiciFetch);
      expect(await (await get(`${server.url}/found`)).json()).toEqual({ id: "42" });
      expect(await rejection(get(`${server.url}/missing`))).toMatchObject({ code: 5 });
      expect(await rejection(get(await deadUrl()))).toMatchObject({
        code: 14,
        origin: "transport",
      });
      expect(
        await rejection(get(`${server.url}/silent`, { signal: AbortSignal.timeout(50) })),
      ).toMatchObject({ code: 4, origin: "local" });
      const request = new UndiciRequest(`${server.url}/moved`, { redirect: "error" });
      expect(await rejection(get(request))).toBeInstanceOf(RpcError);
    });

    it("asks for the global fetch at each call, so that it can be replaced later", async () => {
      const get = fetchWithErrors();
      const original = globalThis.fetch;
      globalThis.fetch = async () => new Response("replaced");
      try {
        expect(await (await get(server.url)).text()).toBe("replaced");
      } finally {
        globalThis.fetch = original;
      }
    });

    it("passes on what is no Response", async () => {
      const odd = { odd: true };
      expect(await fetchWithErrors(async () => odd)()).toBe(odd);
    });
  });

  it("leaves nothing listening on a signal that outlives the calls", async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    // Node's own fetch listens through weak references; only ours are counted, by their plain calls.
    Object.assign(signal, {
      addEventListener: (...args: Parameters<typeof add>) => {
        listeners++;
        add(...args);
      },
      removeEventListener: (...args: Parameters<typeof remove>) => {
        listeners--;
        remove(...args);
      },
    });
    const answers = fetchWithErrors((_input: string, _init?: RequestInit) =>
      fetch(`${server.url}/missing`),
    );
    for (let i = 0; i < 3; i++) await rejection(answers("", { signal }));
    expect(listeners).toBe(0);
  });

  it.each<[name: string, fetch: unknown, options: object, message: string]>([
    ["a fetch that is no function", "fetch", {}, "fetch must be a function, not string"],
    ["a negative time", undefined, { bodyTimeoutMs: -1 }, "bodyTimeoutMs must be 0 or more"],
    ["an unknown family", undefined, { family: "web" }, 'not "web"'],
  ])("refuses %s", (_name, wrong, options, message) => {
    const call = () => fetchWithErrors(wrong as typeof fetch, options as FetchErrorOptions);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(message);
  });
});

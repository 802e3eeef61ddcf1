import type { RequestListener } from "node:http";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { fromBinary, toJson } from "@bufbuild/protobuf";
import { StructSchema } from "@bufbuild/protobuf/wkt";
import { ConnectError } from "@connectrpc/connect";
import { describe, expect, it, vi } from "vitest";
import { clientInterceptor, connectFetch } from "../../src/entry/connect.js";
import { Code, RpcError } from "../../src/entry/index.js";
import { CALLS, callWeb, withServer } from "./web-calls.js";

const JSON_TYPE = { "content-type": "application/json" };
const TYPE = "type.googleapis.com/google.rpc";
const ERROR_INFO = { "@type": `${TYPE}.ErrorInfo`, reason: "BOOK_MISSING", domain: "library" };
const google = JSON.stringify({
  error: { code: 404, message: "no book 42", status: "NOT_FOUND", details: [ERROR_INFO] },
});

/** In less than the time that is waited for a body, where no option says otherwise. */
const SHORTER_THAN_DEFAULT_MS = 5_000;

/** What services behind gateways and proxies answer, and what a caller is to see of it. */
const FOREIGN = [
  {
    name: "Google's envelope",
    answer: { status: 404, headers: JSON_TYPE, body: google },
    seen: { code: Code.NOT_FOUND, message: "no book 42", types: ["google.rpc.ErrorInfo"] },
  },
  {
    name: "a gzipped envelope",
    answer: {
      status: 404,
      headers: { ...JSON_TYPE, "content-encoding": "gzip" },
      body: gzipSync(google),
    },
    seen: { code: Code.NOT_FOUND, message: "no book 42", types: ["google.rpc.ErrorInfo"] },
  },
  {
    name: "Yandex Cloud's status",
    answer: {
      status: 401,
      headers: JSON_TYPE,
      body: JSON.stringify({
        code: 16,
        message: "The token has expired",
        details: [{ "@type": `${TYPE}.RequestInfo`, requestId: "7d0c" }],
      }),
    },
    seen: {
      code: Code.UNAUTHENTICATED,
      message: "The token has expired",
      types: ["google.rpc.RequestInfo"],
    },
  },
  {
    name: "a gateway's status with a detail of an unknown type",
    answer: {
      status: 400,
      headers: JSON_TYPE,
      body: JSON.stringify({
        code: 9,
        message: "the shelf is full",
        details: [{ "@type": "library.example/library.Shelf", capacity: 3 }, ERROR_INFO],
      }),
    },
    seen: {
      code: Code.FAILED_PRECONDITION,
      message: "the shelf is full",
      types: [StructSchema.typeName, "google.rpc.ErrorInfo"],
    },
  },
  {
    name: "an old gateway's body",
    answer: {
      status: 409,
      headers: JSON_TYPE,
      body: '{"error":"book 42 exists","code":6,"message":"book 42 exists","details":[]}',
    },
    seen: { code: Code.ALREADY_EXISTS, message: "book 42 exists", types: [] },
  },
  {
    name: "YandexGPT's body",
    answer: {
      status: 429,
      headers: JSON_TYPE,
      body: '{"error":{"grpcCode":8,"httpCode":429,"message":"over the quota","httpStatus":"Too Many Requests","details":[]}}',
    },
    seen: { code: Code.RESOURCE_EXHAUSTED, message: "over the quota", types: [] },
  },
  {
    name: "OpenAI's body",
    answer: {
      status: 404,
      headers: JSON_TYPE,
      body: '{"error":{"message":"no such model","type":"invalid_request_error","param":"model","code":"model_not_found"}}',
    },
    seen: {
      code: Code.NOT_FOUND,
      message: "no such model",
      types: ["google.rpc.ErrorInfo", "google.rpc.BadRequest"],
    },
  },
  {
    name: "problem+json",
    answer: {
      status: 403,
      headers: { "content-type": "application/problem+json" },
      body: '{"type":"about:blank","title":"Forbidden","status":403,"detail":"no card, no book"}',
    },
    seen: { code: Code.PERMISSION_DENIED, message: "no card, no book", types: [] },
  },
  {
    name: "a proxy's page",
    answer: {
      status: 502,
      headers: { "content-type": "text/html" },
      body: "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>",
    },
    seen: { code: Code.UNAVAILABLE, message: "502 Bad Gateway", types: [] },
  },
  {
    name: "a proxy's text",
    answer: {
      status: 503,
      headers: { "content-type": "text/plain" },
      body: "upstream connect error",
    },
    seen: { code: Code.UNAVAILABLE, message: "upstream connect error", types: [] },
  },
  {
    name: "a status in the headers, to whatever protocol",
    answer: {
      status: 200,
      headers: {
        "content-type": "application/grpc",
        "grpc-status": "7",
        "grpc-message": "no card%2C no book",
      },
    },
    seen: { code: Code.PERMISSION_DENIED, message: "no card, no book", types: [] },
    readByGrpcWeb: true,
  },
];

function seen(error: unknown) {
  expect(error).toBeInstanceOf(ConnectError);
  const { code, rawMessage, details } = error as ConnectError;
  const types = details.map((detail) => ("type" in detail ? detail.type : detail.desc.typeName));
  return { code: code as number, message: rawMessage, types };
}

const cases = FOREIGN.flatMap((row) => CALLS.map((call) => ({ ...row, ...call, call })));

describe("connectFetch", () => {
  it.each(cases)("makes $name an error of a $kind call over $protocol", async (row) => {
    const { call, answer } = row;
    await withServer(answer, async (url) => {
      const { error } = await callWeb(url, call, { fetch: connectFetch() });
      expect(seen(error)).toEqual(row.seen);
      // What connect-web makes of it alone: the reason for this function.
      if (row.readByGrpcWeb && call.protocol === "grpc-web") return;
      const alone = await callWeb(url, call, {});
      expect(seen(alone.error)).not.toEqual(row.seen);
    });
  });

  it.each(CALLS)(
    "keeps details whole, and headers, in a $kind call over $protocol",
    async (call) => {
      const details = [ERROR_INFO, { "@type": "library.example/library.Shelf", capacity: 3 }];
      const body = JSON.stringify({ code: 5, message: "книга — нет", details });
      const gzipped = { ...JSON_TYPE, "content-encoding": "gzip" };
      const headers = { ...gzipped, "x-request-id": "7d0c", "retry-after": "3" };
      await withServer({ status: 404, headers, body: gzipSync(body) }, async (url) => {
        const { error } = await callWeb(url, call, { fetch: connectFetch() });
        const decoded = RpcError.from(error);
        expect(decoded).toMatchObject({
          code: Code.NOT_FOUND,
          message: "книга — нет",
          reason: "BOOK_MISSING",
          domain: "library",
          requestIds: ["7d0c"],
        });
        expect(decoded.metadata.get("retry-after")).toBe("3");
        expect(decoded.metadata.has("content-length")).toBe(false);
        expect(decoded.metadata.has("content-encoding")).toBe(false);
        const [, shelf] = (error as ConnectError).details;
        const struct = fromBinary(StructSchema, (shelf as { value: Uint8Array }).value);
        expect(toJson(StructSchema, struct)).toEqual(details[1]);
      });
    },
  );

  it("keeps what only the service's own people may see, since the server has sent it", async () => {
    const details = [{ "@type": `${TYPE}.DebugInfo`, detail: "shelf 7, row 3" }];
    const body = JSON.stringify({ code: 13, message: "broken", details });
    await withServer({ status: 500, headers: JSON_TYPE, body }, async (url) => {
      for (const call of CALLS) {
        const { error } = await callWeb(url, call, { fetch: connectFetch() });
        expect(RpcError.from(error).debugInfo?.detail).toBe("shelf 7, row 3");
      }
    });
  });

  it.each(CALLS)("works with clientInterceptor in a $kind call over $protocol", async (call) => {
    await withServer({ status: 404, headers: JSON_TYPE, body: google }, async (url) => {
      const options = { fetch: connectFetch(), interceptors: [clientInterceptor()] };
      const { error } = await callWeb(url, call, options);
      expect(RpcError.from(error)).toMatchObject({
        code: Code.NOT_FOUND,
        message: "no book 42",
        reason: "BOOK_MISSING",
        via: call.protocol === "grpc-web" ? "grpc-web" : "connect",
        problems: [],
      });
    });
  });

  it("survives JSON that is nested too deep to be written again", async () => {
    const deep = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
    const detail = `{"type":"library.Shelf","value":"CAc","debug":${deep}}`;
    for (const body of [
      `{"code":"not_found","message":"no book 42","details":[${detail}]}`,
      `{"code":"NOT_FOUND","message":"no book 42","details":[${detail}]}`,
      `{"error":{"status":"NOT_FOUND","message":"no book 42","details":[${deep}]}}`,
    ]) {
      await withServer(
        { status: 404, headers: { "content-type": "text/plain" }, body },
        async (url) => {
          for (const call of CALLS) {
            const { error } = await callWeb(url, call, { fetch: connectFetch() });
            expect(seen(error)).toMatchObject({ code: Code.NOT_FOUND, message: "no book 42" });
          }
        },
      );
    }
  });

  it("reads the answer to a call over GET", async () => {
    const methods: unknown[] = [];
    const listener: RequestListener = ({ method }, response) => {
      methods.push(method);
      response.writeHead(404, JSON_TYPE).end(google);
    };
    await withServer(listener, async (url) => {
      for (const protocol of ["connect+json", "connect+proto"] as const) {
        const call = { protocol, kind: "unary" } as const;
        const options = { fetch: connectFetch(), useHttpGet: true };
        expect(seen((await callWeb(url, call, options)).error).message).toBe("no book 42");
      }
    });
    expect(methods).toEqual(["GET", "GET"]);
  });

  it("passes on what is no call of Connect or gRPC-Web, untouched", async () => {
    await withServer({ status: 404, headers: JSON_TYPE, body: google }, async (url) => {
      const answers: Response[] = [];
      const wrapped = connectFetch(async (...args) => {
        const answer = await fetch(...args);
        answers.push(answer);
        return answer;
      });
      const plain = [
        await wrapped(url),
        await wrapped(`${url}?connect=v1`),
        await wrapped(`${url}?connect=v10&encoding=json`),
        await wrapped(new URL(url), { method: "POST", headers: JSON_TYPE, body: "{}" }),
        await wrapped(new Request(url, { headers: { "content-type": "application/grpc+proto" } })),
      ];
      expect(plain.every((answer, index) => answer === answers[index])).toBe(true);
      await expect(plain[0]?.text()).resolves.toBe(google);
    });
  });

  it("takes the request as fetch does: as an address with options, or as a Request", async () => {
    await withServer({ status: 404, headers: JSON_TYPE, body: google }, async (url) => {
      const init = {
        method: "POST",
        headers: { "content-type": "application/proto", "connect-protocol-version": "1" },
        body: "",
      };
      const wrapped = connectFetch();
      for (const answer of [
        await wrapped(url, init),
        await wrapped(new URL(url), init),
        await wrapped(new Request(url, init)),
        await wrapped(new Request(url), init),
        await wrapped(new Request(`${url}?connect=v1&encoding=json`)),
      ]) {
        await expect(answer.json()).resolves.toMatchObject({ code: "not_found" });
      }
    });
  });

  it.each(CALLS)(
    "leaves a refused connection to Connect in a $kind call over $protocol",
    async (call) => {
      const gone = await withServer({}, async (url) => url);
      const alone = await callWeb(gone, call, {});
      const { error } = await callWeb(gone, call, { fetch: connectFetch() });
      expect(seen(error)).toEqual(seen(alone.error));
      expect((error as ConnectError).cause).toMatchObject({ cause: { code: "ECONNREFUSED" } });
    },
  );

  it("rejects with the reason of an abort while it reads a page, as fetch does", async () => {
    const stalling: RequestListener = (_request, response) => {
      response.writeHead(502, { "content-type": "text/html" }).write("<title>Bad");
    };
    await withServer(stalling, async (url) => {
      const reason = new Error("the reader left");
      const headers = { "content-type": "application/grpc-web+proto" };
      for (const asRequest of [false, true]) {
        const controller = new AbortController();
        const init = { method: "POST", headers, signal: controller.signal };
        setTimeout(() => controller.abort(reason), 50);
        const answer = asRequest
          ? connectFetch()(new Request(url, init))
          : connectFetch()(url, init);
        await expect(answer).rejects.toBe(reason);
      }
    });
  });

  it.each(CALLS)("leaves an abort to Connect in a $kind call over $protocol", async (call) => {
    const stalling: RequestListener = (_request, response) => {
      response.writeHead(502, { "content-type": "text/html" }).write("<title>Bad");
    };
    await withServer(stalling, async (url) => {
      const reason = new Error("the reader left");
      const controller = new AbortController();
      setTimeout(() => controller.abort(reason), 50);
      const options = { fetch: connectFetch(), signal: controller.signal };
      const { error } = await callWeb(url, call, options);
      expect(error).toMatchObject({ rawMessage: reason.message, cause: reason });
    });
  });

  it.each(CALLS)(
    "decodes what came of a page that breaks off in a $kind call over $protocol",
    async (call) => {
      const breaking: RequestListener = (_request, response) => {
        response.writeHead(502, { "content-type": "text/html", "content-length": 1000 });
        response.write("<title>Bad Gateway</title>", () => response.destroy());
      };
      await withServer(breaking, async (url) => {
        const { error } = await callWeb(url, call, { fetch: connectFetch() });
        expect(seen(error)).toMatchObject({ code: Code.UNAVAILABLE, message: "Bad Gateway" });
      });
    },
  );

  it.each(CALLS)(
    "does not wait for the end of a page in a $kind call over $protocol",
    async (call) => {
      const closed: unknown[] = [];
      const stalling: RequestListener = (_request, response) => {
        response.on("close", () => closed.push(response));
        response
          .writeHead(502, { "content-type": "text/html" })
          .write("<title>Bad Gateway</title>");
      };
      await withServer(stalling, async (url) => {
        const { error } = await callWeb(url, call, {
          fetch: connectFetch(fetch, { bodyTimeoutMs: 50 }),
        });
        expect(seen(error)).toMatchObject({ code: Code.UNAVAILABLE, message: "Bad Gateway" });
        // The connection is let go.
        await vi.waitFor(() => expect(closed).toHaveLength(1));
      });
    },
    SHORTER_THAN_DEFAULT_MS,
  );

  it.each(CALLS)(
    "reads a bounded part of an endless page in a $kind call over $protocol",
    async (call) => {
      const endless: RequestListener = (_request, response) => {
        response
          .writeHead(502, { "content-type": "text/html" })
          .write("<title>Bad Gateway</title>");
        Readable.from(endlessly())
          .on("error", () => {})
          .pipe(response);
      };
      await withServer(endless, async (url) => {
        const options = { fetch: connectFetch(undefined, { maxBodyBytes: 10_000 }) };
        const { error } = await callWeb(url, call, options);
        expect(seen(error)).toMatchObject({ code: Code.UNAVAILABLE, message: "Bad Gateway" });
      });
    },
    SHORTER_THAN_DEFAULT_MS,
  );

  it("cuts a page where it is told to, and lets go of the rest", async () => {
    let closed = false;
    const endless: RequestListener = (_request, response) => {
      response.on("close", () => {
        closed = true;
      });
      response.writeHead(503, { "content-type": "text/plain" });
      response.write("no healthy upstream, and so on");
    };
    await withServer(endless, async (url) => {
      const headers = { "content-type": "application/grpc-web" };
      const wrapped = connectFetch(undefined, { maxBodyBytes: 10 });
      const answer = await wrapped(url, { method: "POST", headers });
      expect(answer.headers.get("grpc-message")).toBe("no healthy");
      await vi.waitFor(() => expect(closed).toBe(true));
    });
  });

  it("waits for a page as long as it is told, and leaves no timer behind", async () => {
    const slow: RequestListener = (_request, response) => {
      response.writeHead(503, { "content-type": "text/plain" }).write("no ");
      setTimeout(() => response.end("upstream"), 50);
    };
    const set = vi.spyOn(globalThis, "setTimeout");
    const clear = vi.spyOn(globalThis, "clearTimeout");
    await withServer(slow, async (url) => {
      const headers = { "content-type": "application/grpc-web" };
      const wrapped = connectFetch(undefined, { bodyTimeoutMs: Number.POSITIVE_INFINITY });
      const answer = await wrapped(url, { method: "POST", headers });
      expect(answer.headers.get("grpc-message")).toBe("no upstream");
      const longest = set.mock.calls.findIndex(([, delayMs]) => delayMs === 2 ** 31 - 1);
      expect(clear).toHaveBeenCalledWith(set.mock.results[longest]?.value);
    });
    set.mockRestore();
    clear.mockRestore();
  });

  it("passes on what the browser shows nothing of", async () => {
    const hidden = Response.error();
    const headers = { "content-type": "application/connect+json" };
    const answer = await connectFetch(async () => hidden)("http://library", { headers });
    expect(answer).toBe(hidden);
  });

  it("rejects wrong arguments at once", () => {
    expect(() => connectFetch("fetch" as never)).toThrow(/fetch must be a function, not string/);
    expect(() => connectFetch(fetch, { maxBodyBytes: -1 })).toThrow(/maxBodyBytes .* not -1/);
    expect(() => connectFetch(fetch, { bodyTimeoutMs: Number.NaN })).toThrow(
      /bodyTimeoutMs .* NaN/,
    );
  });
});

function* endlessly() {
  for (;;) yield "<p>and so on</p>".repeat(100);
}

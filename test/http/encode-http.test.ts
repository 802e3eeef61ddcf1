import { afterEach, describe, expect, it, vi } from "vitest";
import {
  badRequest,
  Code,
  debugInfo,
  type ErrorCode,
  errorInfo,
  RpcError,
  retryInfo,
} from "../../src/entry/index.js";
import { encodeHttp, type HttpEncodeOptions } from "../../src/http/encode-http.js";
import { errorFromHttp } from "../../src/http/error-from-http.js";
import type { HttpDialect } from "../../src/http/negotiate-dialect.js";
import type { ErrorPolicy } from "../../src/server/error-policy.js";
import type { TrimReport } from "../../src/status/budget/trim-report.js";
import { httpStatusFromCode } from "../../src/status/http-status.js";
import { FAILURES, SECRET } from "../fixtures/failures.js";

const DIALECTS: readonly HttpDialect[] = [
  "aip-193",
  "google-status",
  "connect",
  "openai",
  "problem-json",
];

const silent: ErrorPolicy = { onError: () => {} };
const missing = () => new RpcError("NOT_FOUND", "book 42 does not exist");

describe("encodeHttp", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("gives a body in Google's envelope, where nobody asks for another one", () => {
    const { status, headers, body } = encodeHttp(missing(), { policy: { requestId: false } });
    expect(status).toBe(404);
    expect(headers).toEqual({ "content-type": "application/json", "cache-control": "no-store" });
    expect(JSON.parse(body)).toEqual({
      error: { code: 404, message: "book 42 does not exist", status: "NOT_FOUND" },
    });
  });

  it("gives every dialect by choice, whatever the request asks for", () => {
    const request = {
      headers: { accept: "application/problem+json", "connect-protocol-version": "1" },
    };
    const shapes = DIALECTS.map((dialect) => {
      const { headers, body } = encodeHttp(missing(), { dialect, request });
      return [dialect, headers["content-type"], Object.keys(JSON.parse(body))];
    });
    expect(shapes).toEqual([
      ["aip-193", "application/json", ["error"]],
      ["google-status", "application/json", ["code", "message", "details"]],
      ["connect", "application/json", ["code", "message", "details"]],
      ["openai", "application/json", ["error"]],
      [
        "problem-json",
        "application/problem+json",
        ["type", "title", "status", "detail", "code", "details"],
      ],
    ]);
  });

  it("negotiates with the request, and with an Accept header given by hand", () => {
    const typeOf = (options: HttpEncodeOptions) =>
      encodeHttp(missing(), options).headers["content-type"];
    const accept = "application/problem+json";
    expect(typeOf({ request: { headers: { accept } } })).toBe(accept);
    expect(typeOf({ accept })).toBe(accept);
    expect(typeOf({ request: { headers: { accept } }, accept: "*/*" })).toBe("application/json");
    expect(typeOf({ accept: "text/html" })).toBe("application/json");
    const call = { headers: { "connect-protocol-version": "1" } };
    expect(JSON.parse(encodeHttp(missing(), { request: call }).body)).toMatchObject({
      code: "not_found",
    });
  });

  it("has the HTTP status of every code", () => {
    for (let code = 1 as ErrorCode; code <= 16; code++) {
      const { status } = encodeHttp(new RpcError(code, "m"));
      expect(status).toBe(httpStatusFromCode(code));
    }
  });

  it.each(DIALECTS)(
    "has the more precise HTTP status that an error was made with, in %s",
    (dialect) => {
      const error = new RpcError("INVALID_ARGUMENT", "too large", { httpStatus: 413 });
      const { status, headers, body } = encodeHttp(error, { dialect });
      expect(status).toBe(413);
      const decoded = errorFromHttp({ status, headers, body });
      expect(decoded).toMatchObject({
        code: 3,
        message: "too large",
        httpStatus: 413,
        problems: [],
      });
      if (dialect === "aip-193") expect(JSON.parse(body)).toMatchObject({ error: { code: 413 } });
      if (dialect === "problem-json") expect(JSON.parse(body)).toMatchObject({ status: 413 });
    },
  );

  it("has no HTTP status of another server's answer", () => {
    const received = errorFromHttp({ status: 418, body: { code: 5, message: "m" } });
    expect(received?.httpStatus).toBe(418);
    expect(encodeHttp(received, { policy: { ...silent, expose: () => true } }).status).toBe(404);
    expect(encodeHttp(received?.forward()).status).toBe(404);
  });

  it("takes the id of the request along", () => {
    const request = { headers: { "x-request-id": "r-17" } };
    const { headers, body } = encodeHttp(missing(), { request });
    expect(headers["x-request-id"]).toBe("r-17");
    expect(errorFromHttp({ status: 404, body })?.requestIds).toEqual(["r-17"]);
  });

  it("challenges with a 401, by the option or the error itself", () => {
    const challenge = (error: RpcError, options?: HttpEncodeOptions) =>
      encodeHttp(error, options).headers["www-authenticate"];
    const error = new RpcError("UNAUTHENTICATED", "log in");
    expect(challenge(error)).toBe("Bearer");
    expect(challenge(error, { wwwAuthenticate: 'Basic realm="library"' })).toBe(
      'Basic realm="library"',
    );
    const own = new RpcError("UNAUTHENTICATED", "log in", {
      metadata: { "www-authenticate": "DPoP" },
    });
    expect(challenge(own, { wwwAuthenticate: "Bearer" })).toBe("DPoP");
    expect(challenge(missing())).toBeUndefined();
  });

  it("has no body for HEAD, and headers all the same", () => {
    const { status, headers, body } = encodeHttp(missing(), { request: { method: "HEAD" } });
    expect([status, headers["content-type"], body]).toEqual([404, "application/json", ""]);
  });

  it.each(Object.keys(FAILURES))("answers %s as the policy says, in every dialect", (name) => {
    const { make, code, message, reason, hidden } = FAILURES[name] as (typeof FAILURES)[string];
    for (const dialect of DIALECTS) {
      const thrown = make();
      const onError = vi.fn();
      const request = { method: "GET", url: `/v1/books?key=${SECRET}`, ip: "10.0.0.1" };
      const answer = encodeHttp(thrown, { dialect, request, policy: { onError } });
      expect(JSON.stringify(answer)).not.toContain(SECRET);
      const decoded = errorFromHttp(answer);
      expect(decoded).toMatchObject({ code, dialect, problems: [] });
      if (message !== undefined) expect(decoded?.message).toBe(message);
      expect(decoded?.reason).toBe(reason);
      const requestId = answer.headers["x-request-id"];
      expect(decoded?.requestIds).toEqual([requestId]);
      const context = { method: "GET /v1/books", peer: "10.0.0.1", requestId };
      expect(onError.mock.calls).toMatchObject(hidden ? [[thrown, context]] : []);
    }
  });

  it.each(DIALECTS)("lets DebugInfo out in %s where the policy says so", (dialect) => {
    const details = [debugInfo({ detail: "at line 5" }), errorInfo({ reason: "R" })];
    const thrown = new RpcError("INTERNAL", "m", { details });
    const shown = errorFromHttp(
      encodeHttp(thrown, { dialect, policy: { debug: true, requestId: false } }),
    );
    expect(shown?.debugInfo?.detail).toBe("at line 5");
    expect(shown?.details.map(({ type }) => type)).toEqual([
      "google.rpc.DebugInfo",
      "google.rpc.ErrorInfo",
    ]);
    expect(errorFromHttp(encodeHttp(thrown, { dialect }))?.debugInfo).toBeUndefined();
  });

  it("tells onTrim of a header that does not fit, and of details that do not, once", () => {
    const onTrim = vi.fn<(report: TrimReport) => void>();
    const request = { method: "GET", url: "/v1/books", headers: { "x-request-id": "r-1" } };
    const policy = { onTrim, maxBodyBytes: 1_000 };
    const metadata = { "x-large": "a".repeat(10_000) };
    encodeHttp(new RpcError("NOT_FOUND", "m", { metadata }), { request, policy });
    const details = [errorInfo({ reason: "R" }), debugInfo({ detail: "d".repeat(5_000) })];
    const thrown = new RpcError("NOT_FOUND", "m", { metadata, details });
    encodeHttp(thrown, { request, policy: { ...policy, debug: true } });
    expect(onTrim.mock.calls).toMatchObject([
      [
        { headers: ["x-large"], dropped: [] },
        { method: "GET /v1/books", requestId: "r-1" },
      ],
      [{ headers: ["x-large"], dropped: [{ type: "google.rpc.DebugInfo" }], maxBytes: 1_000 }, {}],
    ]);
  });

  it("holds every body to 65,536 bytes, where the policy says nothing else", () => {
    const thrown = FAILURES["an RpcError with 100 kB of details"]?.make();
    for (const dialect of DIALECTS) {
      const { body } = encodeHttp(thrown, { dialect });
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(65_536);
      expect(Buffer.byteLength(body)).toBeGreaterThan(60_000);
    }
    expect(encodeHttp(thrown, { policy: { maxBodyBytes: 1e9 } }).body.length).toBeGreaterThan(1e5);
  });

  it("answers a client of Connect with the violations that it would get over gRPC", () => {
    const details = [badRequest({ isbn: "too short" }), retryInfo(500)];
    const answer = encodeHttp(new RpcError("INVALID_ARGUMENT", "m", { details }), {
      dialect: "connect",
    });
    expect(errorFromHttp(answer)).toMatchObject({
      via: "connect",
      fieldViolations: [{ field: "isbn", description: "too short" }],
      retryDelayMs: 500,
    });
  });

  it.each([
    [
      { dialect: "aip193" },
      'dialect must be one of aip-193, google-status, connect, openai, problem-json, not "aip193"',
    ],
    [{ dialect: "toString" }, /^dialect must be one of/],
    [{ dialect: 5 }, /^dialect must be one of .*, not 5$/],
    [{ accept: ["a/b"] }, /^accept must be .*, not a\/b$/],
    [{ wwwAuthenticate: "Bearer\r\nx: y" }, /^wwwAuthenticate must be a challenge/],
    [{ wwwAuthenticate: true }, /^wwwAuthenticate must be .*, not true$/],
    [{ request: "GET /" }, 'request must be a request, not "GET /"'],
    [{ policy: 5 }, /^policy must be an object, not 5$/],
    [{ policy: { onEror: () => {} } }, /onEror/],
    [{ policy: { maxBodyBytes: "1" } }, /^maxBodyBytes must be .*, not "1"$/],
    [{ dialekt: "connect" }, "there is no option dialekt"],
    [null, "options must be an object, not null"],
  ])("refuses %j at once", (options, message) => {
    const expected = typeof message === "string" ? new TypeError(message) : message;
    const encode = () => encodeHttp(missing(), options as HttpEncodeOptions);
    expect(encode).toThrow(TypeError);
    expect(encode).toThrow(expected);
  });

  it("takes options that are undefined for those that are absent", () => {
    const options = {
      request: undefined,
      dialect: undefined,
      accept: undefined,
      policy: undefined,
      wwwAuthenticate: undefined,
    };
    expect(encodeHttp(missing(), options).status).toBe(404);
  });

  it("answers whatever a request holds", () => {
    const hostile = new Proxy(
      {},
      { get: () => throwIt(), has: () => throwIt(), ownKeys: () => throwIt() },
    );
    for (const request of [hostile, { headers: hostile }, { method: {}, url: 5, headers: null }]) {
      const { status, headers } = encodeHttp(missing(), { request: request as never });
      expect(status).toBe(404);
      expect(headers["x-request-id"]).toMatch(/^[\da-f-]{36}$/);
    }
  });

  it("survives a policy whose functions throw", () => {
    const onError = vi.fn(() => throwIt());
    const policy: ErrorPolicy = {
      onError,
      onTrim: throwIt,
      mapError: throwIt,
      expose: throwIt,
      requestId: throwIt,
      maxBodyBytes: 0,
    };
    const answer = encodeHttp(missing(), { policy });
    expect(answer.status).toBe(500);
    expect(errorFromHttp(answer)).toMatchObject({ code: Code.INTERNAL, message: "internal error" });
    expect(onError).toHaveBeenCalled();
  });
});

function throwIt(): never {
  throw new Error("a member that throws");
}

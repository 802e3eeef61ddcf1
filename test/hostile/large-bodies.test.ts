import { describe, expect, it } from "vitest";
import { decodeTrailers } from "../../src/error/decode-trailers.js";
import { RpcError } from "../../src/error/rpc-error.js";
import { errorFromHttp } from "../../src/http/error-from-http.js";
import { decodeQuickly } from "./decode-quickly.js";
import { quickly } from "./quickly.js";

const MB = 1_000_000;
const long = "the library is closed. ".repeat(MB / 23);
const words = Array.from({ length: 20_000 }, (_, shelf) => ({ shelf, topic: "poetry", books: [] }));

const missing = { code: 404, message: "no such book", status: "NOT_FOUND" };

/** JSON of which the code and the message stand at the beginning, and a megabyte of something else follows. */
const bodies: readonly (readonly [shape: string, body: object])[] = [
  ["an envelope beside a long text", { error: missing, trace: long }],
  ["an envelope beside a long list", { error: missing, trace: words }],
  [
    "an envelope with a long text in its details",
    { error: { ...missing, details: [{ "@type": "x/y.Z", long }] } },
  ],
  [
    "an envelope with a long list in its details",
    { error: { ...missing, details: [{ "@type": "x/y.Z", words }] } },
  ],
  ["a flat status", { code: 5, message: "no such book", details: [{ "@type": "x/y.Z", long }] }],
  ["gateway v1", { error: "no such book", code: 5, message: "no such book", long }],
  [
    "a stream of gateway v1",
    { error: { grpcCode: 5, httpCode: 404, message: "no such book", long } },
  ],
  [
    "Connect",
    {
      code: "not_found",
      message: "no such book",
      details: [{ type: "x.Y", value: "A".repeat(MB) }],
    },
  ],
  [
    "OpenAI",
    { error: { message: "no such book", type: "invalid_request_error", code: "not_found", long } },
  ],
  ["SpeechKit", { error_code: "NOT_FOUND", error_message: "no such book", long }],
  ["a problem document", { title: "no such book", status: 404, type: "about:blank", long }],
  [
    "an operation",
    { id: "op", done: true, error: { code: 5, message: "no such book" }, metadata: { long } },
  ],
  ["FastAPI", { detail: "no such book", long }],
  ["no known shape", { message: "no such book", long }],
];

describe("a body of a megabyte", () => {
  it.each(bodies)("says what it is about: %s", (_, body) => {
    const text = JSON.stringify(body);
    const bytes = new TextEncoder().encode(text);
    const forms = [body, text, bytes].map(
      (form) => () => errorFromHttp({ status: 404, body: form }),
    );
    for (const decode of forms) {
      expect(decodeQuickly(decode)).toMatchObject({ code: 5, message: "no such book" });
    }
  });

  it.each(bodies.slice(0, -2))("says it without an HTTP status: %s", (_, body) => {
    const text = JSON.stringify(body);
    for (const value of [body, text, `Error: ${text}`, new Error(text), JSON.stringify(text)]) {
      expect(decodeQuickly(() => RpcError.from(value))).toMatchObject({
        code: 5,
        message: "no such book",
      });
    }
  });

  it.each(bodies)("says it where it is longer than is parsed, or cut off: %s", (_, body) => {
    const text = JSON.stringify({ ...body, more: long });
    for (const cut of [text, text.slice(0, -1), text.slice(0, 60_000)]) {
      const error = decodeQuickly(() => errorFromHttp({ status: 404, body: cut }));
      expect(error).toMatchObject({ code: 5, message: "no such book" });
    }
  });

  it("keeps a message of a megabyte whole", () => {
    const body = { error: { ...missing, message: long } };
    for (const form of [body, JSON.stringify(body)]) {
      expect(decodeQuickly(() => errorFromHttp({ status: 404, body: form })).message).toBe(long);
    }
    expect(decodeQuickly(() => RpcError.from({ code: 5, message: long })).message).toBe(long);
    expect(
      decodeQuickly(() => RpcError.from({ code: 5, details: long, metadata: {} })).message,
    ).toBe(long);
  });

  it("finds the error at either end of a list of a hundred thousand answers", () => {
    const answers = Array.from({ length: 100_000 }, () => ({ result: 1 }));
    for (const list of [
      [{ error: missing }, ...answers],
      [...answers, { error: missing }],
    ]) {
      for (const body of [list, JSON.stringify(list).slice(0, MB)].slice(
        0,
        list[0] && "error" in list[0] ? 2 : 1,
      )) {
        const error = decodeQuickly(() => errorFromHttp({ status: 200, body }));
        expect(error).toMatchObject({ code: 5, message: "no such book" });
      }
    }
  });

  it("is no error where it is a success", () => {
    const success = { books: words, note: long.slice(0, 100_000) };
    for (const body of [success, JSON.stringify(success), long, `[${JSON.stringify(long)}`]) {
      expect(quickly(() => errorFromHttp({ status: 200, body }))).toBeUndefined();
    }
  });

  it.each([
    [
      "a page with a title",
      `<html><head><title>Bad Gateway</title></head><body>${"<p>text</p>".repeat(MB / 11)}`,
      "Bad Gateway",
    ],
    [
      "a page with a heading",
      `<html><body><h1>Bad Gateway</h1>${"&nbsp;".repeat(MB / 6)}`,
      "Bad Gateway",
    ],
    [
      "a page that begins with a script",
      `<html><script>${"a < b;".repeat(500)}</script><h1>Bad Gateway</h1>${long}`,
      "Bad Gateway",
    ],
    [
      "a page with empty headings",
      `<html><h1></h1><h2> </h2><h3>Bad Gateway</h3>${"<h1></h1>".repeat(MB / 9)}`,
      "Bad Gateway",
    ],
    ["a page of words alone", `<html><body>Bad Gateway. ${long}`, "Bad Gateway."],
    [
      "a document of XML",
      `<?xml version="1.0"?><Error><Code>X</Code><Message>Bad Gateway</Message>${long}`,
      "Bad Gateway",
    ],
    ["a text", `Bad Gateway. ${long}`, "Bad Gateway."],
    ["lines", `Bad Gateway\n${"at line 5\n".repeat(MB / 10)}`, "Bad Gateway"],
  ])("gives a short message: %s", (_, text, message) => {
    for (const body of [text, new TextEncoder().encode(text)]) {
      expect(decodeQuickly(() => errorFromHttp({ status: 503, body }))).toMatchObject({
        code: 14,
        message,
      });
    }
  });

  it.each([
    ["Go", "rpc error: code = NotFound desc = no such book"],
    [
      "Python",
      '<_InactiveRpcError of RPC that terminated with:\n\tstatus = StatusCode.NOT_FOUND\n\tdetails = "no such book"',
    ],
    ["C#", 'Status(StatusCode="NotFound", Detail="no such book")'],
    ["Java", "io.grpc.StatusRuntimeException: NOT_FOUND: no such book"],
    ["Rust", 'status: NotFound, message: "no such book", details: []'],
    ["grpc-js", "Error: 5 NOT_FOUND: no such book"],
    ["Connect", "[not_found] no such book"],
    ["Ruby", "GRPC::NotFound: 5:no such book. debug_error_string:{}"],
  ])("has what %s printed before it", (_, printed) => {
    for (const text of [`${printed}\n${long}`, `a log line\n${printed}\n${long}`]) {
      for (const value of [text, new Error(text)]) {
        const error = decodeQuickly(() => RpcError.from(value));
        expect(error.code).toBe(5);
        expect(error.message).toMatch(/^no such book/);
      }
    }
  });

  it("has the error behind a prefix", () => {
    const text = `upstream said: ${JSON.stringify({ error: missing })} ${long}`;
    for (const value of [text, new Error(text), JSON.stringify(text)]) {
      expect(decodeQuickly(() => RpcError.from(value))).toMatchObject({
        code: 5,
        message: "no such book",
      });
    }
  });

  it("may be no more than white space, zeros or brackets", () => {
    for (const filler of [
      " ",
      "\n",
      "\0",
      "\ufeff",
      "\u00a0",
      "[",
      "{",
      '"',
      "\\",
      "<",
      "%",
      "\ufffd",
      "\ud800",
    ]) {
      const body = filler.repeat(MB);
      const error = decodeQuickly(() => errorFromHttp({ status: 503, body }));
      expect([error.code, error.message.length < 300]).toEqual([14, true]);
      expect(decodeQuickly(() => RpcError.from(body)).code).toBe(2);
    }
  });
});

describe("trailers of a megabyte", () => {
  it("have a message that is long, percent-encoded, or encoded wrongly", () => {
    const texts = [
      long,
      "%D0%B1".repeat(MB / 6),
      "%".repeat(MB),
      "%F".repeat(MB / 2),
      "%FF".repeat(MB / 3),
    ];
    for (const text of texts) {
      const error = decodeQuickly(() =>
        decodeTrailers({ "grpc-status": "5", "grpc-message": text }),
      );
      expect([error.code, error.message.length > 100_000]).toEqual([5, true]);
    }
  });

  it("have details that are no base64, or no status", () => {
    for (const filler of ["A", "/", "=", ",", "-", "!", " ", "CgFh", "GgA", "\0", "é"]) {
      const details = filler.repeat(MB / filler.length);
      const trailers = {
        "grpc-status": "5",
        "grpc-message": "no such book",
        "grpc-status-details-bin": details,
      };
      const error = decodeQuickly(() => decodeTrailers(trailers));
      expect(error).toMatchObject({ code: 5, message: "no such book" });
    }
  });

  it("have a status of many numbers, of which the first failure counts", () => {
    for (const status of [
      "5,".repeat(MB / 2),
      `0,5${",0".repeat(MB / 2)}`,
      Array(100_000).fill("5"),
    ]) {
      expect(decodeQuickly(() => decodeTrailers({ "grpc-status": status })).code).toBe(5);
    }
    expect(decodeQuickly(() => decodeTrailers({ "grpc-status": "5".repeat(MB) })).code).toBe(2);
  });

  it("have ten thousand names", () => {
    const others = Array.from({ length: 10_000 }, (_, i) => [`x-${i}`, "1"] as const);
    const trailers = Object.fromEntries([["grpc-status", "5"] as const, ...others]);
    const error = quickly(() => decodeTrailers(trailers));
    expect(error).toMatchObject({ code: 5 });
    expect(error?.metadata.size).toBe(10_001);
  });
});

import { describe, expect, it } from "vitest";
import { decodeTrailers } from "../../src/error/decode-trailers.js";
import { RpcError } from "../../src/error/rpc-error.js";
import { errorFromHttp } from "../../src/http/error-from-http.js";
import { decodeQuickly } from "./decode-quickly.js";
import { quickly } from "./quickly.js";

/** Texts of a megabyte in which something seems to begin, again and again. */
const PIECES = [
  // Pages
  "<",
  "<title",
  "<title>",
  "<h1>",
  "<h1></h1>",
  "<html><script>",
  "<style>",
  "</title>",
  "<!--",
  "&#",
  "&amp",
  "&amp;",
  // Printed statuses
  "rpc error: code = ",
  "code = NotFound desc",
  'status = StatusCode.NOT_FOUND\n details = "',
  "status = StatusCode.NOT_FOUND ",
  'StatusCode="NotFound", Detail="a\\',
  "Status{code=NOT_FOUND, description=",
  "StatusRuntimeException: NOT_FOUND",
  "status: 'a",
  'code: NotFound, message: "',
  "code: 'Some a",
  "\nCode: NotFound\nMessage: \n Details:\n 1) {'a':",
  " 1)\t{",
  "[not_found",
  "[not_found] ",
  "5 NOT_FOUND",
  "/library.v1.Shelves/List ",
  "/a/",
  "GRPC::NotFound: 5:",
  "google.api_core.exceptions.NotFound: 404",
  "not_found: ",
  "1:a ",
  "\n    at open (book.js:1:1)",
  "server-request-id: 1 ",
  // Mentioned statuses
  "HTTP/1.1 ",
  "status code 4",
  "error code: ",
  "[404",
  // JSON, of programs and of people
  '{"',
  "{'",
  "[{",
  "[[{",
  "{ ",
  "{\\n",
  "{a:",
  '{"a":',
  '{"error":{"message":"',
  "{'a': (",
  "u'",
  "b'",
  '\\"',
  "\\\\",
  "\\u00",
  "\\n",
  "1e",
  "-",
  ", ",
  // Streams
  "data: ",
  "data: {\n",
  "event: error\ndata: {",
  ": ",
  // Nothing
  " ",
  "\t",
  "\n",
  "\r\n",
  "\u00a0",
  "\0",
  "a",
  "_",
  "%4",
  "\u2028",
  "\ud83d",
] as const;

/** What makes a decoder take a text for the beginning of something. */
const OPENINGS = [
  "",
  "failed: ",
  "<html>",
  "rpc error: code = NotFound desc = ",
  '{"error":{"code":404,"message":"',
  "status: '",
];

describe.each(PIECES)("a megabyte of %j", (piece) => {
  it.each(OPENINGS)("after %j gives an error in time", (opening) => {
    const text = opening + piece.repeat(1_000_000 / piece.length);
    expect(decodeQuickly(() => errorFromHttp({ status: 502, body: text })).code).toBeGreaterThan(0);
    quickly(() => errorFromHttp({ status: 200, body: text }));
    expect(decodeQuickly(() => RpcError.from(text)).code).toBeGreaterThan(0);
  });

  it("in the place of a message gives an error in time", () => {
    for (const message of [
      piece.repeat(500_000 / piece.length),
      `{${piece.repeat(500_000 / piece.length)}`,
    ]) {
      const body = { error: { code: 404, message, status: "NOT_FOUND" } };
      expect(decodeQuickly(() => errorFromHttp({ status: 404, body })).code).toBe(5);
      expect(decodeQuickly(() => RpcError.from(new Error(message))).code).toBeGreaterThan(0);
      expect(
        decodeQuickly(() => RpcError.from({ code: 5, details: message, metadata: {} })).code,
      ).toBe(5);
      const trailers = {
        "grpc-status": "5",
        "grpc-message": message,
        "grpc-status-details-bin": message,
      };
      expect(decodeQuickly(() => decodeTrailers(trailers)).code).toBe(5);
    }
  });
});

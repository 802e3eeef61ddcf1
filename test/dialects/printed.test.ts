import { describe, expect, it } from "vitest";
import { findPrinted, mentionedStatus } from "../../src/dialects/printed.js";

describe("findPrinted", () => {
  it("finds the first of several, and where it begins", () => {
    const text =
      'a log line\nrpc error: code = NotFound desc = no such book\nstatus: Internal, message: "late"';
    expect(findPrinted(text)).toMatchObject({
      index: 11,
      parts: { code: 5, dialect: "printed", via: "grpc" },
    });
  });

  it("finds one in the end of a long text", () => {
    const text = `${"line\n".repeat(10_000)}Error: 5 NOT_FOUND: no such book`;
    const found = findPrinted(text);
    expect(found?.parts).toMatchObject({ code: 5, message: "no such book" });
    expect(text.slice(found?.index)).toMatch(/^.5 NOT_FOUND/);
  });

  it("reads a code of Go that is none as UNKNOWN, with a problem", () => {
    const { parts } = findPrinted("rpc error: code = Code(99) desc = odd") ?? {};
    expect(parts).toMatchObject({ code: 2, message: "odd" });
    expect(parts?.problems.map(({ kind }) => kind)).toEqual(["code"]);
  });

  it.each([
    "",
    "text",
    "no such book",
    "code = ",
    "the error code = 5 is described below",
    "status: ok, message: fine",
    'status: green, message: "fine"',
    "[info] not_found was printed",
    "[warning] 5 books: done",
    "12 MONKEYS: a film",
    "5 Not found: a book",
    "RATE: 5",
    "title: a book",
    "see /books/42 NOT FOUND: none",
    "Code: 5",
    "Status{code=GREEN, description=x}",
    "StatusRuntimeException",
    "GRPC::Books: read",
    "exceptions.handler: started",
    "{'code': 5}",
  ])("finds none in %j", (text) => {
    expect(findPrinted(text)).toBeUndefined();
  });

  it("leaves the stack behind the message", () => {
    const { parts } =
      findPrinted("Error: 5 NOT_FOUND: no such book\n    at open (book.js:1:1)\n    at x") ?? {};
    expect(parts?.message).toBe("no such book");
    const java = findPrinted(
      "rpc error: code = NotFound desc = no\nsuch book\n\tat a.B.c(D.java:1)",
    );
    expect(java?.parts.message).toBe("no\nsuch book");
  });

  it("reads numbered details of grpcurl, and a number inside of one as its own", () => {
    const text = [
      "ERROR:",
      "  Code: NotFound",
      "  Message: no such book",
      "  Details:",
      '  1)\t{"@type":"x/google.rpc.ErrorInfo","reason":"R","domain":"',
      ' 2) {\\"a"}',
      '  2)\t{"@type":"x/y.Z"}',
    ].join("\n");
    const { parts } = findPrinted(text) ?? {};
    expect(parts).toMatchObject({ code: 5, message: "no such book" });
    expect(parts?.details.map(({ type }) => type)).toEqual(["google.rpc.ErrorInfo", "y.Z"]);
  });
});

describe("mentionedStatus", () => {
  it.each([
    ["Request failed with status code 404", 404],
    ["HTTP 503 from upstream", 503],
    ["HTTP/1.1 429 Too Many Requests", 429],
    ["[500 Internal Server Error] text", 500],
    ["404 Not Found", 404],
    ["error code: 502", 502],
  ])("reads %j as %i", (text, status) => {
    expect(mentionedStatus(text)).toBe(status);
  });

  it.each([
    "",
    "404",
    "HTTP 200",
    "status code 302",
    "status 4040",
    "room 404 Not",
    "HTTP/1.1 99",
    "it took 500 Ms",
  ])("reads none in %j", (text) => {
    expect(mentionedStatus(text)).toBeUndefined();
  });
});

import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { create } from "@bufbuild/protobuf";
import { Code as ConnectCode, ConnectError } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { BookSchema, ShelfSchema } from "../../gen/example/library/v1/library_pb.js";
import {
  badRequest,
  ErrorInfoSchema,
  errorInfo,
  RequestInfoSchema,
  RpcError,
  requestInfo,
  retryInfo,
} from "../../src/entry/index.js";
import {
  type ExpectedRpcError,
  fakeServiceError,
  type RpcErrorExpectation,
  rpcErrorMatchers,
} from "../../src/entry/testing.js";
import "../../examples/testing/setup.js";
import { HOSTILE_VALUES } from "../fixtures/hostile-values.js";
import { callAsJest } from "./jest-stand-in.js";

const info = errorInfo({
  reason: "BOOK_INVALID",
  domain: "library.example",
  metadata: { book: "42", shelf: "poetry" },
});
const wrong = new RpcError("INVALID_ARGUMENT", "book 42 is wrong", {
  details: [
    info,
    badRequest({ "book.title": "must not be empty", "book.isbn": "needs 13 digits" }),
    retryInfo(2_500),
    requestInfo("id-1"),
    { schema: BookSchema, value: { id: "42", authors: ["Goethe"] } },
  ],
  httpStatus: 422,
});

/** Why an assertion failed, as vitest tells it. */
function failure(assert: () => void): string {
  try {
    assert();
  } catch (error) {
    return stripVTControlCharacters((error as Error).message);
  }
  return "";
}

const differs = (expected: ExpectedRpcError, ...[error]: unknown[]) =>
  failure(() => expect(error).toMatchRpcError(expected));

const FITTING: [what: string, expected: ExpectedRpcError][] = [
  ["the name of a code", "INVALID_ARGUMENT"],
  ["the number of a code", 3],
  ["code and message", { code: "INVALID_ARGUMENT", message: "book 42 is wrong" }],
  ["an expression for a message", { message: /^book \d+/ }],
  ["a matcher for a message", { message: expect.stringContaining("42") }],
  ["reason and domain", { reason: "BOOK_INVALID", domain: /example$/ }],
  ["an HTTP status", { httpStatus: 422 }],
  ["who made it, and what carried it", { origin: "local", via: "local", dialect: null }],
  ["the wrong fields", { fields: ["book.title", "book.isbn"] }],
  ["some of the wrong fields", { fields: expect.arrayContaining(["book.isbn"]) }],
  ["a delay", { retryDelayMs: 2_500 }],
  ["ids", { requestIds: ["id-1"] }],
  ["ids by a matcher", { requestIds: [expect.stringMatching(/^id/)] }],
  ["the type of a detail", { details: ["google.rpc.BadRequest"] }],
  ["a whole detail", { details: [requestInfo("id-1")] }],
  ["details in another order", { details: [requestInfo("id-1"), info] }],
  [
    "a field of a detail",
    { details: [{ schema: ErrorInfoSchema, value: { metadata: { book: "42" } } }] },
  ],
  [
    "a matcher in a detail",
    { details: [{ schema: RequestInfoSchema, value: { requestId: expect.any(String) } }] },
  ],
  [
    "a detail of a type of one's own",
    { details: [{ schema: BookSchema, value: { authors: ["Goethe"] } }] },
  ],
  ["the schema of a detail", { details: [{ schema: BookSchema }] }],
  ["an error like it", new RpcError("INVALID_ARGUMENT", wrong.message, { details: wrong.details })],
];

const OTHERS: [what: string, expected: ExpectedRpcError, line: string][] = [
  ["another code", "NOT_FOUND", "code: expected NOT_FOUND, but it is INVALID_ARGUMENT"],
  [
    "a part of the message",
    { message: "book 42" },
    'message: expected "book 42", but it is "book 42 is wrong"',
  ],
  [
    "an expression that is not found",
    { message: /shelf/ },
    'message: expected /shelf/, but it is "book 42 is wrong"',
  ],
  ["no reason", { reason: null }, 'reason: expected none, but it is "BOOK_INVALID"'],
  [
    "a reason that was forgotten",
    { reason: undefined } as object,
    'reason: expected none, but it is "BOOK_INVALID"',
  ],
  ["a dialect", { dialect: "connect" }, 'dialect: expected "connect", but there is none'],
  [
    "fewer fields",
    { fields: ["book.title"] },
    'fields: expected ["book.title"], but it is ["book.title", "book.isbn"]',
  ],
  [
    "a matcher that does not fit",
    { httpStatus: expect.any(String) },
    "httpStatus: expected Any<String>, but it is 422",
  ],
  ["no details", { details: [] }, "details: expected none, but there are 5"],
  [
    "a detail of another type",
    { details: ["google.rpc.Help"] },
    "details: expected google.rpc.Help, but there is none",
  ],
  [
    "a detail with less in it",
    { details: [errorInfo({ reason: "BOOK_INVALID" })] },
    'details: expected google.rpc.ErrorInfo with {reason: "BOOK_INVALID"}, but there is another',
  ],
  [
    "another entry of a map",
    { details: [{ schema: ErrorInfoSchema, value: { metadata: { book: "43" } } }] },
    'details: expected google.rpc.ErrorInfo with {metadata: {book: "43"}}, but there is another',
  ],
  [
    "a list of another length",
    { details: [{ schema: BookSchema, value: { authors: [] } }] },
    "details: expected example.library.v1.Book with {authors: []}, but there is another",
  ],
  [
    "an error with another message",
    new RpcError("INVALID_ARGUMENT", "other", { details: wrong.details }),
    'message: expected "other", but it is "book 42 is wrong"',
  ],
  [
    "an error with fewer details",
    new RpcError("INVALID_ARGUMENT", wrong.message, { details: [requestInfo("id-1")] }),
    'details: expected [{@type: "type.googleapis.com/google.rpc.RequestInfo", requestId: "id-1"}], but they are others',
  ],
];

describe("toMatchRpcError", () => {
  it.each(FITTING)("takes %s", (_, expected) => {
    expect(wrong).toMatchRpcError(expected);
    expect(failure(() => expect(wrong).not.toMatchRpcError(expected))).toContain(
      "the error is as it must not be",
    );
  });

  it.each(OTHERS)("finds that it is not of %s", (_, expected, line) => {
    expect(differs(expected, wrong).split("\n")).toContain(line);
    expect(wrong).not.toMatchRpcError(expected);
  });

  it("shows every difference, and the error as a tree", () => {
    const error = new RpcError("UNAVAILABLE", "moving", { details: [requestInfo("id-1")] });
    const text = [
      "expect(error).toMatchRpcError(expected)",
      "",
      "code: expected NOT_FOUND, but it is UNAVAILABLE",
      'reason: expected "BOOK_MISSING", but there is none',
      "",
      "RpcError [UNAVAILABLE]: moving",
      "└ RequestInfo id-1",
    ].join("\n");
    expect(differs({ code: "NOT_FOUND", reason: "BOOK_MISSING" }, error)).toBe(text);
    const page = new URL("../../docs/testing.md", import.meta.url);
    expect(readFileSync(page, "utf8")).toContain(`${text}\n`);
    const denied = failure(() => expect(error).not.toMatchRpcError("UNAVAILABLE"));
    expect(denied).toMatch(/^expect\(error\)\.not\.toMatchRpcError\(expected\)\n\nthe error is/);
  });

  it("shows what came from a peer without control characters, and not all of a flood", () => {
    const error = new RpcError("UNKNOWN", `\u001b[2J\n${"x".repeat(1_000_000)}`);
    const text = differs({ message: "y" }, error);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
    expect(text).not.toMatch(/\u001b|x{2000}/);
    expect(text.length).toBeLessThan(5_000);
  });

  it("does not care where a global expression has stopped", () => {
    const message = /book/g;
    message.lastIndex = 3;
    expect(wrong).toMatchRpcError({ message });
    expect(wrong).toMatchRpcError({ message });
  });

  it("reads the errors of grpc-js and Connect, and JSON", () => {
    const found = { code: "NOT_FOUND", message: "no such book" } as const;
    expect(fakeServiceError(new RpcError("NOT_FOUND", "no such book"))).toMatchRpcError(found);
    expect(new ConnectError("no such book", ConnectCode.NotFound)).toMatchRpcError(found);
    expect({ code: 5, message: "no such book", details: [] }).toMatchRpcError(found);
  });

  it("finds a detail of one's own type in what was received without it", () => {
    const received = RpcError.from(fakeServiceError(wrong));
    expect(received).toMatchRpcError(wrong);
    expect(received).toMatchRpcError({ details: [{ schema: BookSchema, value: { id: "42" } }] });
    expect(received).not.toMatchRpcError({ details: [{ schema: ShelfSchema }] });
  });

  it("holds for a promise that rejects", async () => {
    await expect(Promise.reject(wrong)).rejects.toMatchRpcError("INVALID_ARGUMENT");
    await expect(Promise.reject(wrong)).rejects.not.toMatchRpcError("NOT_FOUND");
  });

  it("stands in for a value", () => {
    const seen = [{ error: wrong }];
    expect(seen).toEqual([{ error: expect.toMatchRpcError("INVALID_ARGUMENT") }]);
    expect(seen).not.toEqual([{ error: expect.toMatchRpcError("NOT_FOUND") }]);
    expect([() => {}]).not.toEqual([expect.toMatchRpcError("UNKNOWN")]);
  });

  it.each([undefined, null])("finds no error in %s", (nothing) => {
    expect(differs("UNKNOWN", nothing)).toContain(`there is no error: ${nothing}`);
  });

  it.each([
    ["a promise", Promise.resolve(wrong)],
    ["a function", () => wrong],
  ])("fails for %s, with `not` as without", (what, received) => {
    expect(differs("UNKNOWN", received)).toContain(`got ${what}`);
    expect(failure(() => expect(received).not.toMatchRpcError("UNKNOWN"))).toContain(`got ${what}`);
  });

  it("says that the body of a Response has to be read first", () => {
    const response = Response.json({ error: { code: 404, status: "NOT_FOUND" } }, { status: 404 });
    expect(response).toMatchRpcError({ httpStatus: 404 });
    expect(differs("INTERNAL", response)).toContain("await errorFromResponse(response)");
  });

  it.each(Object.entries(HOSTILE_VALUES))("judges %s", (_, make) => {
    const expected = { code: "DATA_LOSS", details: [info] };
    const held = [false, true].map(
      (isNot) =>
        callAsJest(rpcErrorMatchers.toMatchRpcError, { actual: make(), expected, isNot }) ===
        undefined,
    );
    expect(held).toEqual([false, typeof make() !== "function"]);
  });

  it.each<[mistake: unknown, names: RegExp]>([
    [undefined, /undefined/],
    ["NOT_FUND", /"NOT_FUND"/],
    [0, /0/],
    [17, /17/],
    [[], /another object/],
    [{}, /says nothing/],
    [expect.anything(), /another object/],
    [{ code: "NotFound" }, /"NotFound"/],
    [{ code: undefined }, /undefined/],
    [{ reson: "BOOK_MISSING" }, /"reson"/],
    [{ constructor: 1 }, /"constructor"/],
    [{ message: 5 }, /message .* 5/],
    [{ message: null }, /message .* null/],
    [{ httpStatus: "404" }, /httpStatus .* "404"/],
    [{ fields: "book.title" }, /fields .* "book.title"/],
    [{ requestIds: [5] }, /requestIds/],
    [{ details: info }, /details must be a list/],
    [{ details: [info, 5] }, /details\[1\]/],
    [{ details: [{ schema: {} }] }, /details\[0\]/],
    [{ details: [create(BookSchema)] }, /example\.library\.v1\.Book/],
  ])("throws a TypeError for the expectation %j", (mistake, names) => {
    const assert = () => expect(wrong).toMatchRpcError(mistake as ExpectedRpcError);
    expect(assert).toThrow(TypeError);
    expect(assert).toThrow(names);
    expect(() => expect(wrong).not.toMatchRpcError(mistake as never)).toThrow(TypeError);
  });

  it("works as a matcher of jest", () => {
    const call = (expected: ExpectedRpcError, isNot = false) =>
      callAsJest(rpcErrorMatchers.toMatchRpcError, { actual: wrong, expected, isNot });
    expect(call({ code: 3, reason: "BOOK_INVALID", details: [info] })).toBeUndefined();
    expect(call("NOT_FOUND", true)).toBeUndefined();
    expect(call("NOT_FOUND")).toContain("code: expected NOT_FOUND, but it is INVALID_ARGUMENT");
    expect(call(3, true)).toMatch(/^expect\(error\)\.not\.toMatchRpcError\(expected\)\n/);
  });

  it("has types that know the members and the codes", () => {
    const expectations: RpcErrorExpectation[] = [
      // @ts-expect-error -- a misspelt code
      { code: "NOT_FUND" },
      // @ts-expect-error -- a misspelt member
      { reson: "BOOK_MISSING" },
      // @ts-expect-error -- an error always has a message
      { message: null },
    ];
    for (const one of expectations) expect(() => expect(wrong).toMatchRpcError(one)).toThrow();
  });
});

import { anyPack } from "@bufbuild/protobuf/wkt";
import { afterEach, describe, expect, it } from "vitest";
import { RpcError } from "../../src/error/rpc-error.js";
import { errorInfo } from "../../src/status/builders/error-info.js";
import { Code, type CodeName, type ErrorCode } from "../../src/status/code.js";
import { BookSchema, book } from "../fixtures/library-details.js";

describe("RpcError", () => {
  it("takes a code by name or by number, and gives both", () => {
    for (const error of [
      new RpcError("NOT_FOUND", "m"),
      new RpcError(Code.NOT_FOUND, "m"),
      new RpcError(5, "m"),
    ]) {
      expect(error.code).toBe(5);
      expect(error.codeName).toBe("NOT_FOUND");
    }
    expect(new RpcError("UNAUTHENTICATED", "m").code).toBe(16);
    expect(new RpcError(16, "m").codeName).toBe("UNAUTHENTICATED");
  });

  it.each([
    0,
    17,
    -1,
    1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    undefined,
    null,
    "OK",
    "not_found",
    "NotFound",
    "5",
    "",
    "CANCELED",
    "NOT_IMPLEMENTED",
    "toString",
    "__proto__",
    "constructor",
    5n,
    Symbol("s"),
    {},
    [5],
    Object.create(null),
    () => 5,
    true,
    new Number(5),
  ])("throws a TypeError for %o as code", (code) => {
    expect(() => new RpcError(code as ErrorCode, "m")).toThrow(TypeError);
  });

  it.each([
    [17, "17"],
    ["OK", '"OK"'],
    ["not_found", '"not_found"'],
    [undefined, "undefined"],
    [0, "0"],
  ])("names the wrong code %j", (code, named) => {
    expect(() => new RpcError(code as CodeName, "m")).toThrow(named);
  });

  it.each([undefined, null, 5, {}, ["m"], Symbol("s"), new Error("m"), new String("m")])(
    "throws a TypeError for %o as message",
    (message) => {
      expect(() => new RpcError("NOT_FOUND", message as string)).toThrow(TypeError);
    },
  );

  it.each([{}, "x", 5, new Set(), null])("throws a TypeError for %o as details", (details) => {
    expect(() => new RpcError("NOT_FOUND", "m", { details: details as [] })).toThrow(TypeError);
  });

  it("throws a TypeError that says which detail is of no accepted shape", () => {
    const details = [errorInfo({ reason: "R" }), { reason: "R" }];
    expect(() => new RpcError("NOT_FOUND", "m", { details: details as [] })).toThrow("details[1]");
  });

  it("takes every kind of detail, and keeps order and duplicates", () => {
    const info = errorInfo({ reason: "R" });
    const other = new RpcError("ABORTED", "m", { details: [info] });
    const { details } = new RpcError("NOT_FOUND", "m", {
      details: [
        info,
        { schema: BookSchema, value: book },
        anyPack(BookSchema, book),
        ...other.details,
        info,
      ],
    });
    expect(details.map(({ type }) => type.split(".").at(-1))).toEqual([
      "ErrorInfo",
      "Book",
      "Book",
      "ErrorInfo",
      "ErrorInfo",
    ]);
  });

  it("does not change when the list it was given does", () => {
    const given = [errorInfo({ reason: "R" })];
    const error = new RpcError("NOT_FOUND", "m", { details: given });
    given.push(errorInfo({ reason: "S" }));
    expect(error.details).toHaveLength(1);
  });

  it("is an Error whose message is the plain message", () => {
    const error = new RpcError("NOT_FOUND", "book 42");
    expect(error).toBeInstanceOf(Error);
    expect(error.message).toBe("book 42");
    expect(error.name).toBe("RpcError");
    expect(String(error)).toBe("RpcError: book 42");
    expect(Object.prototype.toString.call(error)).toBe("[object Error]");
  });

  it("has as own enumerable members only what a logger may copy", () => {
    const error = new RpcError("NOT_FOUND", "m", {
      cause: new Error("c"),
      metadata: { authorization: "Bearer s" },
    });
    expect(Object.keys(error).sort()).toEqual(["code", "httpStatus", "origin", "via"]);
    expect({ ...error }).toEqual({ code: 5, origin: "local", via: "local", httpStatus: undefined });
    expect(Object.getOwnPropertySymbols(error)).toEqual([]);
  });

  it("keeps a cause, undefined and falsy ones included, and has none otherwise", () => {
    const cause = new Error("c");
    expect(new RpcError("NOT_FOUND", "m", { cause }).cause).toBe(cause);
    expect(new RpcError("NOT_FOUND", "m", { cause: 0 }).cause).toBe(0);
    expect(Object.hasOwn(new RpcError("NOT_FOUND", "m", { cause: undefined }), "cause")).toBe(true);
    expect(Object.hasOwn(new RpcError("NOT_FOUND", "m"), "cause")).toBe(false);
    expect(Object.keys(new RpcError("NOT_FOUND", "m", { cause }))).not.toContain("cause");
  });

  it("gives metadata as a multimap", () => {
    const error = new RpcError("NOT_FOUND", "m", { metadata: new Headers({ "X-Id": "a" }) });
    expect(error.metadata.get("x-id")).toBe("a");
    expect(new RpcError("NOT_FOUND", "m").metadata.size).toBe(0);
  });
});

describe("RpcError's stack", () => {
  const limit = Error.stackTraceLimit;
  afterEach(() => {
    Error.stackTraceLimit = limit;
  });

  it("begins with class, code and message, then the line that threw", () => {
    function findBook(): never {
      throw new RpcError("NOT_FOUND", "book 42 does not exist");
    }
    expect(findBook).toThrow(RpcError);
    try {
      findBook();
    } catch (error) {
      const [first, second] = (error as Error).stack?.split("\n") ?? [];
      expect(first).toBe("RpcError [NOT_FOUND]: book 42 does not exist");
      expect(second).toMatch(/^ {4}at findBook \(.*rpc-error\.test\.ts/);
    }
  });

  it("is not enumerable, and can be replaced, as other errors' can", () => {
    const error = new RpcError("NOT_FOUND", "m");
    expect(Object.keys(error)).not.toContain("stack");
    error.stack = "mine";
    expect(error.stack).toBe("mine");
  });

  it("leaves Error.stackTraceLimit as it was, also when the constructor throws", () => {
    Error.stackTraceLimit = 7;
    new RpcError("NOT_FOUND", "m");
    expect(() => new RpcError("OK" as "NOT_FOUND", "m")).toThrow();
    expect(() => new RpcError("NOT_FOUND", "m", { details: [5 as never] })).toThrow();
    expect(Error.stackTraceLimit).toBe(7);
  });

  it("leaves Error.stackTraceLimit as it was when an option throws as it is read", () => {
    Error.stackTraceLimit = 7;
    const options = {
      get cause(): unknown {
        throw new Error("boom");
      },
    };
    expect(() => new RpcError("NOT_FOUND", "m", options)).toThrow("boom");
    expect(Error.stackTraceLimit).toBe(7);
  });

  it("respects a limit of 0", () => {
    Error.stackTraceLimit = 0;
    expect(new RpcError("NOT_FOUND", "m").stack).toBe("RpcError [NOT_FOUND]: m");
  });

  it("names the subclass, and leaves its constructor out", () => {
    class BookError extends RpcError {
      override get name(): string {
        return "BookError";
      }
    }
    const lines = new BookError("NOT_FOUND", "m").stack?.split("\n") ?? [];
    expect(lines[0]).toBe("BookError [NOT_FOUND]: m");
    expect(lines[1]).not.toContain("new BookError");
  });
});

describe("RpcError.is", () => {
  const error = new RpcError("NOT_FOUND", "m", {
    details: [errorInfo({ reason: "BOOK_MISSING" })],
  });

  it("compares code and reason where they are given", () => {
    expect(RpcError.is(error)).toBe(true);
    expect(RpcError.is(error, "NOT_FOUND")).toBe(true);
    expect(RpcError.is(error, 5)).toBe(true);
    expect(RpcError.is(error, "NOT_FOUND", "BOOK_MISSING")).toBe(true);
    expect(RpcError.is(error, "ABORTED")).toBe(false);
    expect(RpcError.is(error, "NOT_FOUND", "OTHER")).toBe(false);
    expect(RpcError.is(error, undefined, "BOOK_MISSING")).toBe(true);
    expect(RpcError.is(new RpcError("NOT_FOUND", "m"), "NOT_FOUND", "BOOK_MISSING")).toBe(false);
  });

  it.each([
    undefined,
    null,
    "text",
    5,
    {},
    new Error("m"),
    { code: 5 },
    Object.assign(new Error("m"), { code: 5 }),
  ])("is false for %o", (value) => {
    expect(RpcError.is(value)).toBe(false);
    expect(RpcError.is(value, "NOT_FOUND")).toBe(false);
  });

  it("throws a TypeError for a code that is none, which no error could have", () => {
    expect(() => RpcError.is(error, "OK" as "NOT_FOUND")).toThrow(TypeError);
  });
});

import { Code as ConnectCode } from "@connectrpc/connect";
import { codeFromString, codeToString } from "@connectrpc/connect/protocol-connect";
import { status as grpcJsStatus } from "@grpc/grpc-js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Code, codeName, isErrorCode, parseCode } from "../../src/status/code.js";

// google/rpc/code.proto, in the order of the numbers.
const names = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
] as const;

describe("Code", () => {
  it("has the names and numbers of grpc-js", () => {
    const ofGrpcJs = Object.entries(grpcJsStatus).filter(
      ([, number]) => typeof number === "number",
    );
    expect({ ...Code }).toEqual(Object.fromEntries(ofGrpcJs));
  });
});

describe("codeName", () => {
  it("gives each number the name of code.proto", () => {
    expect(names.map((_, number) => codeName(number))).toEqual(names);
  });

  it.each([17, 99, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("calls %d UNKNOWN", (number) => {
    expect(codeName(number)).toBe("UNKNOWN");
  });
});

describe("isErrorCode", () => {
  it("holds for 1 to 16 and for nothing else", () => {
    const found = Array.from({ length: 40 }, (_, i) => i - 10).filter(isErrorCode);
    expect(found).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
    for (const value of [1.5, Number.NaN, "5", 5n, null, undefined, [5], new Number(5)])
      expect(isErrorCode(value)).toBe(false);
  });
});

describe("parseCode", () => {
  const camel = (name: string) =>
    name.toLowerCase().replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());

  it.each(names.map((name, number) => [name, number] as const))(
    "reads every spelling of %s",
    (name, number) => {
      const spellings = [
        name,
        name.toLowerCase(),
        camel(name),
        name.replaceAll("_", "-"),
        ` ${name}\n`,
        String(number),
      ];
      for (const spelling of spellings) expect(parseCode(spelling), spelling).toBe(number);
      expect(parseCode(number)).toBe(number);
    },
  );

  it("reads what Connect writes for each of its codes", () => {
    const codes = Object.values(ConnectCode).filter((code) => typeof code === "number");
    expect(codes).toHaveLength(16);
    for (const code of codes) expect(parseCode(codeToString(code))).toBe(code);
    expect(codeFromString("canceled")).toBe(parseCode("canceled"));
  });

  it.each([
    ["Canceled", 1],
    ["CANCELED", 1],
    ["canceled", 1],
    ["cancelled", 1],
    ["NOT_IMPLEMENTED", 12],
    ["not_implemented", 12],
    ["05", 5],
  ])("reads %j, met in Go, Connect and Yandex Cloud's guide", (spelling, number) => {
    expect(parseCode(spelling)).toBe(number);
  });

  it.each([
    "",
    " ",
    "17",
    "99",
    "-1",
    "5.0",
    "1e1",
    "0x5",
    "404",
    "teapot",
    "invalid_request",
    "NOT_FOUND!",
    "__proto__",
    "toString",
    "constructor",
    "hasOwnProperty",
    "undefined",
    "null",
    "NaN",
    "x".repeat(1_000_000),
    "5, 5",
  ])("finds no code in %j", (text) => {
    expect(parseCode(text)).toBeUndefined();
  });

  it.each([17, -1, 404, 5.5, Number.NaN, Number.POSITIVE_INFINITY])(
    "finds no code in the number %d",
    (number) => {
      expect(parseCode(number)).toBeUndefined();
    },
  );

  it("never throws for any value, and gives a code or undefined", () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (value) => {
        const code = parseCode(value as string);
        expect(code === undefined || (Number.isInteger(code) && code >= 0 && code <= 16)).toBe(
          true,
        );
      }),
    );
  });
});

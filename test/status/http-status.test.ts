import { describe, expect, it } from "vitest";
import { Code } from "../../src/status/code.js";
import { codeFromHttpStatus, httpStatusFromCode } from "../../src/status/http-status.js";

describe("httpStatusFromCode", () => {
  // The comments of google/rpc/code.proto.
  it.each([
    ["OK", 200],
    ["CANCELLED", 499],
    ["UNKNOWN", 500],
    ["INVALID_ARGUMENT", 400],
    ["DEADLINE_EXCEEDED", 504],
    ["NOT_FOUND", 404],
    ["ALREADY_EXISTS", 409],
    ["PERMISSION_DENIED", 403],
    ["UNAUTHENTICATED", 401],
    ["RESOURCE_EXHAUSTED", 429],
    ["FAILED_PRECONDITION", 400],
    ["ABORTED", 409],
    ["OUT_OF_RANGE", 400],
    ["UNIMPLEMENTED", 501],
    ["INTERNAL", 500],
    ["UNAVAILABLE", 503],
    ["DATA_LOSS", 500],
  ] as const)("answers %s with %i", (name, status) => {
    expect(httpStatusFromCode(Code[name])).toBe(status);
  });

  it.each([17, -1, 1.5, Number.NaN])("answers %d, which is no code, with 500", (code) => {
    expect(httpStatusFromCode(code as Code)).toBe(500);
  });
});

describe("codeFromHttpStatus", () => {
  // Columns: grpc's http-grpc-status-mapping.md, and gax's REST table (the same in four languages).
  const rows: readonly [number, keyof typeof Code, keyof typeof Code][] = [
    [100, "UNKNOWN", "UNKNOWN"],
    [199, "UNKNOWN", "UNKNOWN"],
    [200, "UNKNOWN", "OK"],
    [204, "UNKNOWN", "OK"],
    [299, "UNKNOWN", "OK"],
    [300, "UNKNOWN", "UNKNOWN"],
    [304, "UNKNOWN", "UNKNOWN"],
    [399, "UNKNOWN", "UNKNOWN"],
    [400, "INTERNAL", "INVALID_ARGUMENT"],
    [401, "UNAUTHENTICATED", "UNAUTHENTICATED"],
    [402, "UNKNOWN", "FAILED_PRECONDITION"],
    [403, "PERMISSION_DENIED", "PERMISSION_DENIED"],
    [404, "UNIMPLEMENTED", "NOT_FOUND"],
    [405, "UNKNOWN", "FAILED_PRECONDITION"],
    [408, "UNKNOWN", "FAILED_PRECONDITION"],
    [409, "UNKNOWN", "ABORTED"],
    [412, "UNKNOWN", "FAILED_PRECONDITION"],
    [413, "UNKNOWN", "FAILED_PRECONDITION"],
    [415, "UNKNOWN", "FAILED_PRECONDITION"],
    [416, "UNKNOWN", "OUT_OF_RANGE"],
    [429, "UNAVAILABLE", "RESOURCE_EXHAUSTED"],
    [431, "INTERNAL", "FAILED_PRECONDITION"],
    [499, "UNKNOWN", "CANCELLED"],
    [500, "UNKNOWN", "INTERNAL"],
    [501, "UNKNOWN", "UNIMPLEMENTED"],
    [502, "UNAVAILABLE", "INTERNAL"],
    [503, "UNAVAILABLE", "UNAVAILABLE"],
    [504, "UNAVAILABLE", "DEADLINE_EXCEEDED"],
    [505, "UNKNOWN", "INTERNAL"],
    [520, "UNKNOWN", "INTERNAL"],
    [599, "UNKNOWN", "INTERNAL"],
    [600, "UNKNOWN", "UNKNOWN"],
    [0, "UNKNOWN", "UNKNOWN"],
    [-1, "UNKNOWN", "UNKNOWN"],
    [Number.NaN, "UNKNOWN", "UNKNOWN"],
  ];

  it.each(rows)(
    "reads %i of a transport as %s, of a REST service as %s",
    (status, transport, rest) => {
      expect(codeFromHttpStatus(status, "transport")).toBe(Code[transport]);
      expect(codeFromHttpStatus(status, "rest")).toBe(Code[rest]);
    },
  );

  it("throws a TypeError for a family that is none, since the caller has to choose", () => {
    expect(() => codeFromHttpStatus(404, "http" as "rest")).toThrow(TypeError);
    expect(() => codeFromHttpStatus(404, "http" as "rest")).toThrow('"http"');
    expect(() => codeFromHttpStatus(404, undefined as unknown as "rest")).toThrow(TypeError);
  });
});

import { describe, expect, it } from "vitest";
import { Code, type CodeName } from "../../src/status/code.js";
import { isHttpFailure, readCode } from "../../src/status/read-code.js";

describe("readCode", () => {
  it.each<[unknown, CodeName]>([
    [5, "NOT_FOUND"],
    ["5", "NOT_FOUND"],
    [" 5 ", "NOT_FOUND"],
    ["NOT_FOUND", "NOT_FOUND"],
    ["notFound", "NOT_FOUND"],
    ["NotFound", "NOT_FOUND"],
    ["not-found", "NOT_FOUND"],
    ["Not Found", "NOT_FOUND"],
    ["CANCELED", "CANCELLED"],
    ["NOT_IMPLEMENTED", "UNIMPLEMENTED"],
    [16, "UNAUTHENTICATED"],
  ])("reads %j as the code %s", (value, name) => {
    expect(readCode(value)).toEqual({ code: Code[name] });
  });

  // Families rather than members: each word here is one that somebody sends, or may send tomorrow.
  it.each<[CodeName, string[]]>([
    ["NOT_FOUND", ["model_not_found", "NoSuchBucket", "resource-not-found", "notFoundError"]],
    [
      "RESOURCE_EXHAUSTED",
      [
        "rate_limit_exceeded",
        "insufficient_quota",
        "Too Many Requests",
        "payment_required",
        "ThrottlingException",
        "quotaExceeded",
      ],
    ],
    [
      "UNAUTHENTICATED",
      ["UNAUTHORIZED", "invalid_api_key", "authentication_error", "invalid_token", "unauthorised"],
    ],
    ["PERMISSION_DENIED", ["Forbidden", "permission_error", "AccessDenied", "request_forbidden"]],
    ["UNAVAILABLE", ["overloaded_error", "Service Unavailable", "model_overloaded", "Bad Gateway"]],
    ["DEADLINE_EXCEEDED", ["timeout", "Gateway Timeout", "request_timed_out", "deadline_expired"]],
    ["ALREADY_EXISTS", ["alreadyExists"]],
    ["ABORTED", ["Conflict", "transaction_aborted"]],
    ["UNIMPLEMENTED", ["Method Not Allowed", "not_implemented_error"]],
    ["FAILED_PRECONDITION", ["Precondition Failed", "conditionNotMet_precondition"]],
    ["OUT_OF_RANGE", ["Range Not Satisfiable"]],
    ["INTERNAL", ["api_error", "server_error", "Internal Server Error", "internalError"]],
    [
      "INVALID_ARGUMENT",
      [
        "invalid_request_error",
        "Bad Request",
        "parameter_unknown",
        "context_length_exceeded",
        "validation_error",
      ],
    ],
  ])("reads words for %s", (name, words) => {
    for (const word of words) expect([word, readCode(word)]).toEqual([word, { code: Code[name] }]);
  });

  it.each<unknown>([300, 404, "404", 429, 503, 599])("reads %j as an HTTP status", (value) => {
    expect(readCode(value)).toEqual({ http: Number(value) });
  });

  it.each<unknown>([
    ...[
      0,
      "0",
      "OK",
      "ok",
      -1,
      17,
      99,
      200,
      299,
      600,
      999,
      5.5,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      "",
      " ",
      "text",
      "error",
      "-5",
      "1e1",
    ],
    ...[undefined, null, true, {}, [], [5], { toString: 1 }, 5n, Symbol("5")],
  ])("reads nothing in %s", (value) => {
    expect(readCode(value)).toEqual({});
  });

  it("takes a sentence for none, as far as its end goes", () => {
    expect(readCode(`${"x".repeat(64)}not_found`)).toEqual({});
    expect(readCode("x".repeat(1_000_000))).toEqual({});
  });
});

describe("isHttpFailure", () => {
  it("holds for redirects, faults of the caller and faults of the service", () => {
    expect([300, 304, 400, 499, 500, 599].every(isHttpFailure)).toBe(true);
    expect([100, 200, 299, 600, 0, 404.5, "404", null, undefined].some(isHttpFailure)).toBe(false);
  });
});

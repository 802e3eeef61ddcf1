import { describe, expect, it } from "vitest";
import { decodeOpenAi, encodeOpenAi } from "../../src/dialects/openai.js";
import { RpcError } from "../../src/error/rpc-error.js";
import { badRequest } from "../../src/status/builders/bad-request.js";
import { debugInfo } from "../../src/status/builders/debug-info.js";
import { errorInfo } from "../../src/status/builders/error-info.js";
import { Code, type CodeName, type ErrorCode } from "../../src/status/code.js";

const throughText = (json: unknown) => JSON.parse(JSON.stringify(json));

describe("encodeOpenAi", () => {
  it("writes message, type, code and param, and no details where there are none", () => {
    expect(encodeOpenAi({ code: 5, message: "m", details: [] })).toEqual({
      error: { message: "m", type: "invalid_request_error", code: "not_found", param: null },
    });
  });

  it("says whose fault it was", () => {
    const types = Object.keys(Code)
      .filter((name) => name !== "OK")
      .map((name) => {
        const code = Code[name as CodeName] as ErrorCode;
        return [name, encodeOpenAi({ code, message: "m", details: [] }).error.type];
      });
    expect(
      types
        .filter(([, type]) => type === "server_error")
        .map(([name]) => name)
        .sort(),
    ).toEqual([
      "DATA_LOSS",
      "DEADLINE_EXCEEDED",
      "INTERNAL",
      "UNAVAILABLE",
      "UNIMPLEMENTED",
      "UNKNOWN",
    ]);
  });

  it("names the first wrong field, and has all that there is under details", () => {
    const details = [
      debugInfo({ detail: "secret" }),
      badRequest({ isbn: "too short", title: "empty" }),
      errorInfo({ reason: "R" }),
    ];
    const { error } = encodeOpenAi(new RpcError("INVALID_ARGUMENT", "m", { details }));
    expect(error).toMatchObject({ param: "isbn", code: "invalid_argument" });
    expect(error.details?.map((detail) => detail["@type"])).toEqual([
      "type.googleapis.com/google.rpc.BadRequest",
      "type.googleapis.com/google.rpc.ErrorInfo",
    ]);
  });
});

describe("decodeOpenAi", () => {
  it("makes nothing up for what encodeOpenAi wrote", () => {
    for (let code = 1; code <= 16; code++) {
      const body = throughText(
        encodeOpenAi({ code: code as ErrorCode, message: "m", details: [] }),
      );
      expect(decodeOpenAi(body, { failed: true })).toMatchObject({
        code,
        message: "m",
        details: [],
        problems: [],
      });
    }
  });

  it.each([
    { message: "m", type: "invalid_request_error", code: "model_not_found", param: null },
    { message: "m", type: "invalid_request_error", code: "not_found" },
    { message: "m", type: "not_found_error", code: "not_found", param: null },
    { message: "m", type: "invalid_request_error", code: "NOT_FOUND", param: null },
    { message: "m", type: "invalid_request_error", code: "not_found", param: "model" },
  ])("makes an ErrorInfo of the words of others: %j", (error) => {
    const { details } = decodeOpenAi({ error }, { failed: true, httpStatus: 404 });
    expect(details[0]?.value).toMatchObject({
      reason: error.code.toUpperCase(),
      metadata: { type: error.type, code: error.code },
    });
    expect(details).toHaveLength(error.param ? 2 : 1);
  });
});

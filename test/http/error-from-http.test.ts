import { describe, expect, it } from "vitest";
import { errorFromHttp, type HttpAnswer, type HttpAnswerOptions } from "../../src/entry/http.js";
import { RpcError } from "../../src/error/rpc-error.js";

describe("errorFromHttp", () => {
  const missing = { error: { code: 404, message: "no such book", status: "NOT_FOUND" } };

  it("gives the error of an answer, with its headers, status and body", () => {
    const headers = { "x-request-id": "r-1", "content-type": "application/json" };
    const error = errorFromHttp({ status: 404, headers, body: missing });
    expect(error).toBeInstanceOf(RpcError);
    expect(error).toMatchObject({
      code: 5,
      message: "no such book",
      origin: "server",
      via: "rest",
      httpStatus: 404,
      requestIds: ["r-1"],
      body: missing,
    });
    expect(error).not.toHaveProperty("cause");
  });

  it.each([
    { form: "text", body: JSON.stringify(missing) },
    { form: "bytes", body: new TextEncoder().encode(JSON.stringify(missing)) },
  ])("reads a body that is $form", ({ body }) => {
    expect(errorFromHttp({ status: 404, body })).toMatchObject({
      code: 5,
      message: "no such book",
    });
  });

  it("gives undefined for a success, and an error for a success that carries one", () => {
    expect(errorFromHttp({ status: 200, body: { id: "42" } })).toBeUndefined();
    expect(errorFromHttp({ status: 204 })).toBeUndefined();
    expect(errorFromHttp({ status: 200, body: missing })).toMatchObject({ code: 5 });
  });

  it("maps a bare status by the family that the caller names", () => {
    expect(errorFromHttp({ status: 404 })).toMatchObject({ code: 12, origin: "transport" });
    expect(errorFromHttp({ status: 404 }, { family: "rest" })).toMatchObject({ code: 5 });
  });

  it("reads a status beyond those of HTTP, which servers do send", () => {
    expect(() => errorFromHttp({ status: 999, body: "" })).not.toThrow();
  });

  it.each<[name: string, answer: unknown, options: unknown, message: string]>([
    ["no answer", undefined, {}, "answer must be an object with a status, not undefined"],
    ["a text for an answer", "404", {}, "answer must be an object with a status, not 404"],
    ["no status", {}, {}, "status must be an HTTP status, 100 to 599, not undefined"],
    ["the status of a failed XMLHttpRequest", { status: 0 }, {}, "100 to 599, not 0"],
    ["a status that is text", { status: "404" }, {}, "100 to 599, not 404"],
    ["a status with a fraction", { status: 404.5 }, {}, "100 to 599, not 404.5"],
    ["an unknown family", { status: 404 }, { family: "grpc" }, 'not "grpc"'],
  ])("refuses %s", (_name, answer, options, message) => {
    const call = () => errorFromHttp(answer as HttpAnswer, options as HttpAnswerOptions);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(message);
  });
});

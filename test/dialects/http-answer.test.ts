import { describe, expect, it } from "vitest";
import { partsFromHttp } from "../../src/dialects/http-answer.js";

const json = JSON.stringify({ error: { code: 404, message: "no such book", status: "NOT_FOUND" } });

describe("partsFromHttp", () => {
  it("keeps the first 65,536 characters of a text, and says that there were more", () => {
    const text = "a".repeat(65_536);
    expect(partsFromHttp({ status: 502, body: text })?.body).toBe(text);
    expect(partsFromHttp({ status: 502, body: `${text}b` })?.body).toBe(`${text}…`);
    expect(partsFromHttp({ status: 502, body: new TextEncoder().encode(`${text}b`) })?.body).toBe(
      `${text}…`,
    );
  });

  it("keeps JSON that was given parsed as it is, and bytes as the text that they are", () => {
    const body = JSON.parse(json);
    expect(partsFromHttp({ status: 404, body })?.body).toBe(body);
    expect(partsFromHttp({ status: 404, body: new TextEncoder().encode(json) })?.body).toBe(json);
    expect(partsFromHttp({ status: 404, body: new TextEncoder().encode(json).buffer })?.body).toBe(
      json,
    );
  });

  it.each([
    undefined,
    null,
    "",
    " ",
    "\0",
    {},
    [],
    5,
    true,
    new Uint8Array(0),
    new Date(0),
    () => {},
  ])("names the status where the body %j says nothing", (body) => {
    expect(partsFromHttp({ status: 503, body })).toMatchObject({
      code: 14,
      message: "HTTP 503",
      httpStatus: 503,
    });
  });

  it("asks the table of proxies for a text or a page, that of services for JSON and XML", () => {
    const codes = ["text", "<html>", "", '{"foo":1}', "<?xml version='1.0'?><Error/>"].map(
      (body) => partsFromHttp({ status: 404, body })?.code,
    );
    expect(codes).toEqual([12, 12, 12, 5, 5]);
    expect(partsFromHttp({ status: 404, body: "text" }, { family: "rest" })).toMatchObject({
      code: 5,
      origin: "server",
    });
    expect(partsFromHttp({ status: 404, body: "text" }, { family: "transport" })).toMatchObject({
      code: 12,
      origin: "transport",
    });
  });

  it("believes the body before the headers of gRPC, and these before the HTTP status", () => {
    const headers = { "grpc-status": "8", "grpc-message": "too%20many" };
    expect(partsFromHttp({ status: 404, headers, body: json })).toMatchObject({
      code: 5,
      dialect: "aip-193",
    });
    expect(partsFromHttp({ status: 404, headers, body: "text" })).toMatchObject({
      code: 8,
      message: "too many",
      dialect: "grpc-headers",
    });
    expect(partsFromHttp({ status: 200, headers })).toMatchObject({ code: 8, httpStatus: 200 });
  });

  it("finds no error in a success, whatever is printed in its body", () => {
    for (const body of [
      undefined,
      "",
      "rpc error: code = NotFound desc = x",
      `text ${json}`,
      "<html><title>404 Not Found</title>",
      { books: [] },
    ]) {
      expect(partsFromHttp({ status: 200, body })).toBeUndefined();
    }
    expect(partsFromHttp({ status: 200, headers: { "grpc-status": "0" } })).toBeUndefined();
  });

  it("finds the error in a success whose body is one", () => {
    for (const body of [
      json,
      ` ${json}`,
      `[${json}]`,
      `data: ${json}\n\n`,
      `{"result":1}\n${json}`,
      JSON.parse(json),
    ]) {
      expect(partsFromHttp({ status: 200, body })).toMatchObject({
        code: 5,
        message: "no such book",
        httpStatus: 200,
      });
    }
  });
});

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RpcError } from "../../../src/error/rpc-error.js";

describe("RpcError.from of an error that stands for an answer", () => {
  const server = createServer((_, response) => {
    response.writeHead(404, { "content-type": "application/json", "x-request-id": "id-7" });
    response.end('{"code":5,"message":"no such book"}');
  });
  let url: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  it("reads a Response that was thrown as far as can be done at once", async () => {
    const response = await fetch(url);
    const error = RpcError.from(response);
    expect(error).toMatchObject({ code: 5, httpStatus: 404, via: "rest", cause: response });
    expect(error.requestIds).toEqual(["id-7"]);
    expect(await response.json()).toEqual({ code: 5, message: "no such book" });
  });

  it("finds the Response that an error carries along", async () => {
    const response = await fetch(url);
    const cause = Object.assign(new Error("Request failed: GET"), { response });
    expect(RpcError.from(cause)).toMatchObject({ code: 5, httpStatus: 404 });
    expect(RpcError.from(cause).requestIds).toEqual(["id-7"]);
  });

  it.each([
    ["a body", { statusCode: 409, body: { code: 10, message: "taken" } }],
    ["the text of a body", { status: 409, body: '{"code":10,"message":"taken"}' }],
    ["bytes", { status: 409, body: new TextEncoder().encode('{"code":10,"message":"taken"}') }],
    ["the data of a response", { response: { status: 409, data: { code: 10, message: "taken" } } }],
    [
      "the body of a response",
      { response: { statusCode: 409, body: '{"code":10,"message":"taken"}' } },
    ],
    ["data of its own", { status: 409, data: { code: 10, message: "taken" } }],
  ])("reads %s of a client that nobody here knows", (_, members) => {
    const cause = Object.assign(new Error("409"), members);
    expect(RpcError.from(cause)).toMatchObject({
      code: 10,
      message: "taken",
      httpStatus: 409,
      origin: "server",
      dialect: "google-status",
      cause,
    });
  });

  it.each([
    [404, 5],
    [400, 3],
    [429, 8],
    [500, 13],
  ])("takes an error with a status and no answer for one of a service: %d", (status, code) => {
    const cause = Object.assign(new Error("shelf id is no number"), { status });
    expect(RpcError.from(cause)).toMatchObject({
      code,
      message: "shelf id is no number",
      httpStatus: status,
      origin: "server",
    });
  });

  it.each([200, 204, 99, 600, 404.5, "404"])(
    "does not take the status %j for a failure",
    (status) => {
      const cause = Object.assign(new Error("odd"), { status });
      expect(RpcError.from(cause)).toMatchObject({ code: 2, message: "odd", origin: "local" });
    },
  );

  it("leaves a body that is still to be read alone", () => {
    const body = new ReadableStream();
    const cause = Object.assign(new Error("Request failed with status code 503"), {
      response: { status: 503, headers: {}, data: body },
    });
    expect(RpcError.from(cause)).toMatchObject({ code: 14, message: "HTTP 503" });
    expect(body.locked).toBe(false);
  });
});

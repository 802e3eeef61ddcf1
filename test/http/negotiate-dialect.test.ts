import { describe, expect, it } from "vitest";
import { type HttpRequestLike, readRequest } from "../../src/http/incoming-request.js";
import { negotiateDialect } from "../../src/http/negotiate-dialect.js";

const negotiate = (request: HttpRequestLike, accept?: string) =>
  negotiateDialect(readRequest(request), accept);

describe("negotiateDialect", () => {
  it.each([
    { method: "POST", headers: { "connect-protocol-version": "1" } },
    { method: "POST", headers: { "Connect-Protocol-Version": "1", accept: "*/*" } },
    { method: "POST", headers: { "content-type": "application/proto" } },
    { method: "POST", headers: { "content-type": "application/connect+json" } },
    { method: "POST", headers: { "content-type": "Application/Connect+Proto; x=y" } },
    { method: "GET", url: "/a.B/C?encoding=json&message=%7B%7D&connect=v1" },
    { method: "GET", url: "http://host/a.B/C?connect=v1&message=" },
    new Request("http://host/a.B/C", { headers: { "connect-protocol-version": "1" } }),
    { headers: { "connect-protocol-version": "1", accept: "application/problem+json" } },
  ])("answers a call of Connect in its own way: %j", (request) => {
    expect(negotiate(request)).toBe("connect");
  });

  it.each([
    {},
    { headers: { accept: "text/html" } },
    { headers: { accept: "*/*" } },
    { method: "POST", headers: { "content-type": "application/json" } },
    { method: "POST", headers: { "content-type": "application/protobuf" } },
    { method: "GET", headers: { "content-type": "application/proto" } },
    { method: "GET", url: "/connect=v1?x=connect=v1&connect=v11" },
    { method: "POST", url: "/a.B/C?connect=v1" },
  ])("answers everybody else with an envelope: %j", (request) => {
    expect(negotiate(request)).toBe("aip-193");
  });

  it("answers with a problem document where the request, or the caller, asks for one", () => {
    const accept = "application/problem+json";
    expect(negotiate({ headers: { accept } })).toBe("problem-json");
    expect(negotiate({ headers: { accept: ["text/html", accept] } })).toBe("problem-json");
    expect(negotiate({}, accept)).toBe("problem-json");
    expect(negotiate({ headers: { accept } }, "application/json")).toBe("aip-193");
  });
});

import type { IncomingHttpHeaders } from "node:http2";
import { describe, expect, it } from "vitest";
import { decodeTrailers } from "../../src/error/decode-trailers.js";
import { RpcError } from "../../src/error/rpc-error.js";
import { encodeTrailers } from "../../src/status/trailers.js";
import { fiveDetails, fiveMessages } from "../fixtures/five-details.js";
import { trailersOverHttp2 } from "../fixtures/http2-answer.js";

describe("decodeTrailers", () => {
  it("reads what encodeTrailers wrote after a way over real HTTP/2", async () => {
    const sent = new RpcError("INVALID_ARGUMENT", "книга 42: 100%\nнет", {
      details: [...fiveMessages, { typeUrl: "x/y.Z", value: new Uint8Array([255]) }],
    });
    const trailers = (await trailersOverHttp2({
      ...encodeTrailers(sent),
      "x-request-id": "id-1",
    })) as IncomingHttpHeaders;
    const error = decodeTrailers(trailers);
    expect(error).toBeInstanceOf(RpcError);
    expect(error).toMatchObject({ code: 3, message: sent.message, origin: "server", via: "grpc" });
    expect(error?.details.slice(0, 5).map(({ value }) => value)).toEqual(fiveMessages);
    expect([...(error?.details[5]?.bytes ?? [])]).toEqual([255]);
    expect(error?.problems).toEqual([]);
    expect(error?.requestIds).toContain("id-1");
    expect(JSON.stringify(error)).toBe(JSON.stringify(sent));
  });

  it("says that a header came twice over real HTTP/2, and still reads it", async () => {
    const { "grpc-status-details-bin": bin } = encodeTrailers({
      code: 3,
      message: fiveDetails.message,
      details: fiveMessages,
    });
    const trailers = (await trailersOverHttp2({
      "grpc-status": "3",
      "grpc-status-details-bin": [bin as string, bin as string],
    })) as IncomingHttpHeaders;
    const error = decodeTrailers(trailers);
    expect(error?.details.map(({ value }) => value)).toEqual(fiveMessages);
    expect(error?.problems.map(({ kind }) => kind)).toEqual(["repeated-header"]);
  });

  it.each([
    ["a success", { "grpc-status": "0" }],
    ["a success with a message", { "grpc-status": "0", "grpc-message": "fine" }],
    ["nothing", {}],
  ])("gives undefined for %s", (_, trailers) => {
    expect(decodeTrailers(trailers)).toBeUndefined();
  });

  it.each([undefined, null, 5, "grpc-status: 5", Symbol("s")])(
    "gives undefined for %o, which is no carrier of headers",
    (value) => {
      expect(decodeTrailers(value as never)).toBeUndefined();
    },
  );
});

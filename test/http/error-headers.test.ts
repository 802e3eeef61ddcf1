import { create } from "@bufbuild/protobuf";
import { DurationSchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { type HeadersLike, RpcError, retryInfo } from "../../src/entry/index.js";
import { errorHeaders } from "../../src/http/error-headers.js";

const INIT = {
  httpStatus: 503,
  contentType: "application/json",
  wwwAuthenticate: "Bearer",
} as const;

const errorWith = (metadata: HeadersLike) => new RpcError("UNAVAILABLE", "m", { metadata });
const headersOf = (metadata: HeadersLike) => errorHeaders(errorWith(metadata), INIT).headers;

describe("errorHeaders", () => {
  it("has the type of the body, and forbids to store it", () => {
    expect(errorHeaders(errorWith({}), INIT).headers).toEqual({
      "content-type": "application/json",
      "cache-control": "no-store",
    });
  });

  it.each([
    [0, "0"],
    [1, "1"],
    [1_000, "1"],
    [1_000.001, "2"],
    [90_500, "91"],
    [315_576_000_000_000, "315576000000"],
  ])("says a delay of %d ms in whole seconds, rounded up", (delayMs, seconds) => {
    const error = new RpcError("UNAVAILABLE", "m", {
      details: [retryInfo(delayMs)],
      metadata: { "retry-after": "77" },
    });
    expect(errorHeaders(error, INIT).headers["retry-after"]).toBe(seconds);
  });

  it("takes a negative delay for none, and one that is no number for nothing", () => {
    const delayed = (seconds: bigint) =>
      new RpcError("UNAVAILABLE", "m", {
        details: [retryInfo(create(DurationSchema, { seconds, nanos: 0 }))],
      });
    expect(errorHeaders(delayed(-5n), INIT).headers["retry-after"]).toBe("0");
    for (const seconds of ["soon", Symbol("soon"), { valueOf: () => throwIt() }]) {
      const broken = retryInfo(1);
      Object.assign(broken.retryDelay as object, { seconds });
      const error = new RpcError("UNAVAILABLE", "m", { details: [broken] });
      expect(errorHeaders(error, INIT).headers).not.toHaveProperty("retry-after");
    }
  });

  it("challenges the sender of a request without credentials", () => {
    const init = { ...INIT, httpStatus: 401, wwwAuthenticate: 'Basic realm="library"' };
    const challenge = (metadata: HeadersLike) =>
      errorHeaders(errorWith(metadata), init).headers["www-authenticate"];
    expect(challenge({})).toBe('Basic realm="library"');
    expect(challenge({ "WWW-Authenticate": "DPoP" })).toBe("DPoP");
    expect(headersOf({})).not.toHaveProperty("www-authenticate");
  });

  it("sends the headers that an error was made with, several values of one as a list", () => {
    expect(
      headersOf([
        ["X-Shard", "7"],
        ["x-shard", "8"],
        ["trace-bin", new Uint8Array([1, 2, 3, 4])],
        ["retry-after", "Wed, 21 Oct 2026 07:28:00 GMT"],
      ]),
    ).toMatchObject({
      "x-shard": "7, 8",
      "trace-bin": "AQIDBA",
      "retry-after": "Wed, 21 Oct 2026 07:28:00 GMT",
    });
  });

  it("keeps back what belongs to a protocol or a connection, or HTTP cannot carry", () => {
    const { headers } = errorHeaders(
      errorWith([
        ["grpc-status", "0"],
        ["content-length", "3"],
        ["content-type", "text/html"],
        ["transfer-encoding", "chunked"],
        ["connection", "close"],
        [":status", "200"],
        ["cache-control", "public"],
        ["x-split", "a\r\nset-cookie: b=c"],
        ["x-wide", "Привет"],
        ["x name", "v"],
        ["", "v"],
        ["__proto__", "kept as any other"],
      ]),
      INIT,
    );
    expect(Object.entries(headers).sort()).toEqual([
      ["__proto__", "kept as any other"],
      ["cache-control", "no-store"],
      ["content-type", "application/json"],
    ]);
  });

  it("leaves out what would make the answer too large, and tells its name", () => {
    const { headers, withDropped } = errorHeaders(
      errorWith({ "x-large": "a".repeat(9_000), "x-small": "a" }),
      INIT,
    );
    expect(headers).toMatchObject({ "x-small": "a" });
    expect(headers).not.toHaveProperty("x-large");
    expect(withDropped(undefined)).toEqual({
      maxBytes: 8_192,
      bytesBefore: "x-large".length + 9_000 + 32 + "x-small".length + 1 + 32,
      bytesAfter: "x-small".length + 1 + 32,
      dropped: [],
      shortened: [],
      headers: ["x-large"],
    });
  });
});

function throwIt(): never {
  throw new Error("a member that throws");
}

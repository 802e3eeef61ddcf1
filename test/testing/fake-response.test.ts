import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { errorFromResponse, fetchWithErrors, type HttpDialect } from "../../src/entry/http.js";
import { debugInfo, type ErrorCode, RpcError } from "../../src/entry/index.js";
import { fakeResponse } from "../../src/entry/testing.js";
import "../../examples/testing/setup.js";
import { anyDetail } from "../fixtures/detail-arbitrary.js";
import { expectRichError, richError } from "../fixtures/rich-error.js";
import { protobufText } from "../fixtures/status-arbitrary.js";

const errorCode = fc.integer({ min: 1, max: 16 }) as fc.Arbitrary<ErrorCode>;
const WHOLE: readonly HttpDialect[] = ["aip-193", "google-status"];

describe("fakeResponse", () => {
  it.each(WHOLE)("decodes back to the same error, as %s", async (dialect) => {
    await fc.assert(
      fc.asyncProperty(
        errorCode,
        protobufText,
        fc.array(anyDetail),
        async (code, text, details) => {
          // A service that says nothing has its status line quoted.
          const error = new RpcError(code, `m${text}`, { details });
          const decoded = await errorFromResponse(fakeResponse(error, { dialect }));
          expect(decoded).toMatchRpcError(error);
          expect(decoded).toMatchObject({ via: "rest", origin: "server", dialect });
        },
      ),
    );
  });

  it("decodes back to the same error, as connect", async () => {
    await fc.assert(
      fc.asyncProperty(errorCode, protobufText, fc.array(anyDetail), async (code, text, inputs) => {
        // Connect has bytes of every detail, and so JSON of an unknown type travels in another form.
        const details = inputs.filter((input) => !("json" in input));
        const error = new RpcError(code, `m${text}`, { details });
        const decoded = await errorFromResponse(fakeResponse(error, { dialect: "connect" }));
        expect(decoded).toMatchRpcError(error);
        expect(decoded).toMatchRpcError({ via: "connect", dialect: "connect" });
      }),
    );
  });

  it.each<HttpDialect>(["openai", "problem-json"])(
    "keeps code and message, as %s",
    async (dialect) => {
      const { code, message } = richError();
      const decoded = await errorFromResponse(fakeResponse(richError(), { dialect }));
      expect(decoded).toMatchRpcError({ code, message, dialect });
    },
  );

  it("rejects in a fetch that throws", async () => {
    const get = fetchWithErrors(async (_url: string) => fakeResponse(richError()));
    const error = await get("https://library.example").catch(RpcError.from);
    expectRichError(error as RpcError);
    expect(error).toMatchRpcError({ httpStatus: 400 });
  });

  it("has all details, large ones and DebugInfo too, and no other id", async () => {
    const details = [debugInfo({ detail: "x".repeat(200_000) })];
    const error = new RpcError("INTERNAL", "m", { details });
    const decoded = await errorFromResponse(fakeResponse(error));
    expect(decoded).toMatchRpcError({ details, requestIds: [] });
  });

  it("answers a received error as its own, with its headers and HTTP status", async () => {
    const metadata = { "x-request-id": "id-1", "content-length": "1" };
    const error = new RpcError("INVALID_ARGUMENT", "m", { metadata, httpStatus: 422 });
    const received = await errorFromResponse(fakeResponse(error));
    const again = await errorFromResponse(fakeResponse(received as RpcError));
    expect(again).toMatchRpcError({ httpStatus: 422, message: "m", requestIds: ["id-1"] });
  });

  it("throws a TypeError for what is no RpcError, and for a dialect that is none", () => {
    expect(() => fakeResponse(new Error("boom") as never)).toThrow("needs an RpcError");
    expect(() => fakeResponse(richError(), { dialect: "xml" as never })).toThrow(/"xml"/);
  });
});

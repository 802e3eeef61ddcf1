import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeAip193, type EncodableError, encodeAip193 } from "../../src/dialects/aip-193.js";
import { decodeConnect, encodeConnect } from "../../src/dialects/connect.js";
import { decodeGoogleStatus, encodeGoogleStatus } from "../../src/dialects/google-status.js";
import { decodeOpenAi, encodeOpenAi } from "../../src/dialects/openai.js";
import { decodeProblemJson, encodeProblemJson } from "../../src/dialects/problem-json.js";
import { RpcError } from "../../src/error/rpc-error.js";
import { errorFromHttp } from "../../src/http/error-from-http.js";
import { debugInfo } from "../../src/status/builders/debug-info.js";
import { errorInfo } from "../../src/status/builders/error-info.js";
import type { ErrorCode } from "../../src/status/code.js";
import { anyBytes } from "../../src/status/details/any-bytes.js";
import type { Detail } from "../../src/status/details/detail.js";
import { httpStatusFromCode } from "../../src/status/http-status.js";
import { anyDetail } from "../fixtures/detail-arbitrary.js";
import { saysMore } from "../fixtures/says-more.js";
import { protobufText } from "../fixtures/status-arbitrary.js";

const context = { failed: true };

const DIALECTS = [
  { dialect: "aip-193", encode: encodeAip193, decode: decodeAip193 },
  {
    dialect: "google-status",
    encode: encodeGoogleStatus,
    decode: (body: object) => decodeGoogleStatus(body, "rest"),
  },
  {
    dialect: "connect",
    encode: encodeConnect,
    decode: (body: object) => decodeConnect(JSON.parse(JSON.stringify(body)), context),
  },
  {
    dialect: "openai",
    encode: encodeOpenAi,
    decode: (body: object) => decodeOpenAi(JSON.parse(JSON.stringify(body)), context),
  },
  {
    dialect: "problem-json",
    encode: (error: EncodableError) => encodeProblemJson(error),
    decode: (body: object) => decodeProblemJson(JSON.parse(JSON.stringify(body)), context),
  },
] as const;

const code = fc.integer({ min: 1, max: 16 }) as fc.Arbitrary<ErrorCode>;
// A message that says more arrives as what it says, which the tests of the decoders are about.
const message = protobufText.filter((text) => !saysMore(text));

const throughText = (json: unknown) => JSON.parse(JSON.stringify(json));
const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString("hex");

/** What has to arrive of a detail: its JSON where it came as such, else its bytes. */
function contentOf(detail: Detail, dialect: string): unknown {
  // Connect has bytes alone.
  if (detail.json !== undefined && detail.value === undefined && dialect !== "connect")
    return detail.json;
  return hex(anyBytes(detail));
}

describe.each(DIALECTS)("encoding and decoding in $dialect", ({ dialect, encode, decode }) => {
  it("gives the same error, whatever its code, message and details are", () => {
    fc.assert(
      fc.property(code, message, fc.array(anyDetail, { maxLength: 4 }), (code, message, inputs) => {
        const error = new RpcError(code, message, { details: inputs });
        const body = throughText(encode(error));
        const again = errorFromHttp({ status: httpStatusFromCode(code), body });
        // Who has no text for an error at least names its HTTP status.
        const words = message || `HTTP ${httpStatusFromCode(code)}`;
        expect(again).toMatchObject({ dialect, code, message: words });
        expect(again?.problems).toEqual([]);
        expect(again?.details.map((one) => contentOf(one, dialect))).toEqual(
          error.details.map((one) => contentOf(one, dialect)),
        );
      }),
      { numRuns: 500 },
    );
  });

  it("keeps a message that is empty as it is", () => {
    const parts = decode(throughText(encode({ code: 5, message: "", details: [] })));
    expect(parts).toMatchObject({ code: 5, message: "", details: [], problems: [] });
  });

  it.each([
    "{}",
    "[]",
    '""',
    '"quoted"',
    "{",
    "[x",
    "null",
    "0",
    " ",
    "\n",
    "<",
    "5 ",
    "{x}",
    "\ufeff",
  ])("takes %j for the words of somebody", (message) => {
    const body = throughText(encode({ code: 5, message, details: [] }));
    for (const given of [body, JSON.stringify(body)]) {
      expect(errorFromHttp({ status: 404, body: given })?.message).toBe(message);
    }
  });

  it("leaves DebugInfo behind, and nothing else", () => {
    const details = [debugInfo({ detail: "secret" }), errorInfo({ reason: "R" }), debugInfo({})];
    const error = new RpcError("INTERNAL", "m", { details });
    const body = throughText(encode(error));
    expect(JSON.stringify(body)).not.toMatch(/secret|DebugInfo/);
    expect(decode(body).details.map(({ type }) => type)).toEqual(["google.rpc.ErrorInfo"]);
    const alone = throughText(
      encode(new RpcError("INTERNAL", "m", { details: details.slice(0, 1) })),
    );
    expect(decode(alone)).toMatchObject({ code: 13, details: [] });
  });

  it("replaces lone surrogates, which no JSON reader has to accept", () => {
    const body = throughText(encode({ code: 5, message: "a\ud800b", details: [] }));
    expect(decode(body).message).toBe("a\ufffdb");
  });
});

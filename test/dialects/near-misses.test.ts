import type { JsonObject } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { isAip193 } from "../../src/dialects/aip-193.js";
import type { BodyContext } from "../../src/dialects/body-context.js";
import { isConnect } from "../../src/dialects/connect.js";
import { isConnectEndStream } from "../../src/dialects/connect-end-stream.js";
import { isDetailText } from "../../src/dialects/detail-text.js";
import { isErrorText } from "../../src/dialects/error-text.js";
import { isGeminiInteractions } from "../../src/dialects/gemini-interactions.js";
import { isGoogleStatus } from "../../src/dialects/google-status.js";
import { isGrpcGatewayV1 } from "../../src/dialects/grpc-gateway-v1.js";
import { isGrpcGatewayV1Stream } from "../../src/dialects/grpc-gateway-v1-stream.js";
import { isGrpcGatewayV2Stream } from "../../src/dialects/grpc-gateway-v2-stream.js";
import { isOpenAi } from "../../src/dialects/openai.js";
import { isFailedOperation } from "../../src/dialects/operation.js";
import { isPlainJson } from "../../src/dialects/plain-json.js";
import { isProblemJson } from "../../src/dialects/problem-json.js";
import { isSpeechKit } from "../../src/dialects/speechkit.js";

/** Somebody knows that it failed. */
const failed: BodyContext = { failed: true };
/** Nobody knows: the content of a good answer, or a message of a stream. */
const open: BodyContext = { failed: false };

const connectDetail = { type: "google.rpc.ErrorInfo", value: "CgFS" };
const googleDetail = { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "R" };

interface Recognizer {
  readonly name: string;
  readonly is: (body: JsonObject, context: BodyContext) => boolean;
  /** What it has to know even where nobody knows that anything failed. */
  readonly sure: readonly JsonObject[];
  /** What it may take only where somebody does. */
  readonly likely?: readonly JsonObject[];
  /** What belongs to others, or is no error at all. */
  readonly never: readonly JsonObject[];
}

const RECOGNIZERS: readonly Recognizer[] = [
  {
    name: "isAip193",
    is: isAip193,
    sure: [
      { error: { code: 404, message: "m", status: "NOT_FOUND" } },
      { error: { code: 404, message: "m" } },
      { error: { code: 404, errors: [{ reason: "notFound" }] } },
      { error: { code: 5, details: [googleDetail] } },
      { error: { code: "404", message: "m" } },
    ],
    likely: [{ code: 404, message: "m", status: "NOT_FOUND" }],
    never: [
      { error: { code: 5, message: "m" } },
      { error: { code: 404, message: "m", type: "invalid_request_error" } },
      { error: { code: 404, message: "m", param: null } },
      { error: { code: "not_found", message: "m" } },
      { error: { code: 200, message: "m" } },
      { error: "text", code: 5 },
      { status: "NOT_FOUND" },
      { status: "RUNNING", message: "m" },
      { status: "ok", message: "m", code: 200 },
    ],
  },
  {
    name: "isConnectEndStream",
    is: isConnectEndStream,
    sure: [
      { error: { code: "not_found" }, metadata: {} },
      { error: { code: "not_found", message: "m", details: [connectDetail] } },
    ],
    never: [
      { error: { code: "invalid_request", message: "m" } },
      { error: { code: "not_found", type: "t" }, metadata: {} },
      { error: { code: "not_found", param: "p", details: [connectDetail] } },
      { error: { code: 404, status: "NOT_FOUND", details: [connectDetail] } },
      { error: { code: 404, message: "m" }, metadata: {} },
      { error: { code: "not_found", details: [googleDetail] } },
      { error: { code: "x" }, event_type: "error", metadata: {} },
      { metadata: {} },
    ],
  },
  {
    name: "isGrpcGatewayV1Stream",
    is: isGrpcGatewayV1Stream,
    sure: [
      { error: { grpcCode: 5, httpCode: 404, message: "m" } },
      { error: { grpc_code: 5 } },
      { error: { http_code: 404 } },
    ],
    never: [
      { error: { code: 5 } },
      { grpcCode: 5 },
      { error: "grpcCode" },
      { error: [{ grpcCode: 5 }] },
    ],
  },
  {
    name: "isGrpcGatewayV2Stream",
    is: isGrpcGatewayV2Stream,
    sure: [{ error: { code: 5, message: "m" } }, { error: { code: "5" } }],
    likely: [
      { error: { code: 0, message: "m" } },
      { error: { code: 99 } },
      { error: { code: -1 } },
    ],
    never: [
      { error: { code: 404 } },
      { error: { code: 5, status: "NOT_FOUND" } },
      { error: { code: 5, type: "t" } },
      { error: { code: 5, param: null } },
      { error: { code: 5.5 } },
      { error: { code: [5] } },
      { error: { code: null } },
      { error: { code: { toString: 1 } } },
      { code: 5 },
    ],
  },
  {
    name: "isGeminiInteractions",
    is: isGeminiInteractions,
    sure: [
      { error: { code: "invalid_request", message: "m" } },
      { error: { code: "x" }, event_type: "error" },
    ],
    never: [
      { error: { code: "404" } },
      { error: { code: 404 } },
      { error: { code: "x", type: "t" } },
      { error: { code: "x", param: null } },
      { code: "invalid_request", message: "m" },
      { error: "invalid_request" },
    ],
  },
  {
    name: "isOpenAi",
    is: isOpenAi,
    sure: [
      { error: { message: "m", type: "t", param: null, code: null } },
      { error: { message: "m" } },
      { object: "error", message: "m", code: 404 },
      { type: "error", message: "m" },
    ],
    likely: [{ error: {} }, { error: { message: "" } }, { error: { foo: 1 } }],
    never: [
      { error: "m" },
      { error: null },
      { error: ["m"] },
      { object: "list" },
      { type: "error" },
      { message: "m" },
    ],
  },
  {
    name: "isFailedOperation",
    is: isFailedOperation,
    sure: [
      { id: "op", done: true, error: { code: 5, message: "m" } },
      { name: "operations/op", error: { code: 5, message: "m" } },
      { id: "op", done: false, error: { code: 5 } },
    ],
    never: [
      { id: "op", done: true, response: {} },
      { id: "op", done: true, error: { code: 0 } },
      { id: "op", done: true, error: null },
      { id: 5, done: true, error: { code: 5 } },
      { done: true, error: { code: 5 } },
      { id: "chatcmpl-1", error: { code: 404, message: "m", type: "t" } },
      { id: "chatcmpl-1", error: { code: "not_found", message: "m" } },
      { name: "x", error: { code: 404, message: "m", status: "NOT_FOUND" } },
      { id: "x", error: "text" },
    ],
  },
  {
    name: "isGrpcGatewayV1",
    is: isGrpcGatewayV1,
    sure: [
      { error: "m", code: 5, message: "m" },
      { error: "m", code: "5" },
    ],
    never: [
      { error: "m" },
      { error: "m", code: "not_found" },
      { error: "m", code: null },
      { error: "m", code: true },
      { error: "m", code: [5] },
      { error: "m", code: { toString: 1 } },
      { error: { code: 5 }, code: 5 },
      { code: 5, message: "m" },
    ],
  },
  {
    name: "isSpeechKit",
    is: isSpeechKit,
    sure: [
      { error_code: "UNAUTHORIZED", error_message: "m" },
      { error_code: "X" },
      { error_code: "X", error_message: null },
    ],
    never: [
      { error_code: 401, error_message: "m" },
      { error_message: "m" },
      { error_code: "X", error_message: {} },
      { error_code: "X", error_message: { toString: 1 } },
      { errorCode: "X", errorMessage: "m" },
    ],
  },
  {
    name: "isProblemJson",
    is: isProblemJson,
    sure: [],
    likely: [
      { type: "about:blank", title: "t", status: 404 },
      { title: "t", status: 404 },
      { title: "t", status: "404" },
      { title: "t", detail: "d" },
      { title: "t", instance: "/books/42" },
    ],
    never: [
      { title: "t" },
      { title: "t", status: 200 },
      { title: "t", status: {} },
      { title: "t", status: { toString: 1 } },
      { title: 5, detail: "d" },
      { type: "t", status: 404, detail: "d" },
      { detail: "d" },
    ],
  },
  {
    name: "isConnect",
    is: isConnect,
    sure: [
      { code: "not_found", message: "m" },
      { code: "canceled", message: "m" },
      { code: "not_found", message: "m", details: [] },
      { code: "anything", details: [connectDetail] },
    ],
    likely: [{ code: "not_found" }, { code: "not_found", message: "m", id: 5 }],
    never: [
      { code: "NOT_FOUND", message: "m" },
      { code: "NotFound", message: "m" },
      { code: "invalid_request", message: "m" },
      { code: "ok", message: "m" },
      { code: 5, message: "m" },
      { code: "5", message: "m" },
      { code: 5, details: [connectDetail] },
      { code: "anything", details: [googleDetail] },
      { message: "m" },
    ],
  },
  {
    name: "isGoogleStatus",
    is: isGoogleStatus,
    sure: [
      { code: 5, message: "m", details: [] },
      { code: 5, message: "m" },
      { code: "NOT_FOUND", message: "m" },
      { message: "m", details: [googleDetail] },
    ],
    likely: [{ code: 5 }, { code: 404, message: "m" }, { code: 5, message: "m", id: "x" }],
    never: [
      { code: 0, message: "m" },
      { code: 99, message: "m" },
      { code: 200, message: "m" },
      { code: "x", message: "m" },
      { code: 5, message: 5 },
      { code: 5, message: {} },
      { code: null, message: "m" },
      { code: true, message: "m" },
      { message: "m" },
      { error: "x", details: [googleDetail] },
    ],
  },
  {
    name: "isErrorText",
    is: isErrorText,
    sure: [{ error: "m" }, { error: "invalid_grant", error_description: "m" }],
    likely: [
      { error: "Not Found", statusCode: 404, message: "m" },
      { error: "m", id: 5 },
    ],
    never: [
      { error: "" },
      { error: null },
      { error: {} },
      { error: ["m"] },
      { error: false },
      { errors: "m" },
    ],
  },
  {
    name: "isDetailText",
    is: isDetailText,
    sure: [],
    likely: [{ detail: "m" }, { detail: [{ msg: "m" }] }, { detail: { message: "m" } }],
    never: [{ detail: 5 }, { detail: "m", title: "t" }, { details: "m" }, { message: "m" }],
  },
];

describe.each(RECOGNIZERS)("$name", ({ is, sure, likely = [], never }) => {
  it("knows its own, whoever asks", () => {
    for (const body of sure) {
      expect([body, is(body, open), is(body, failed)]).toEqual([body, true, true]);
    }
  });

  it("takes what is likely only of an answer that failed", () => {
    for (const body of likely) {
      expect([body, is(body, open), is(body, failed)]).toEqual([body, false, true]);
    }
  });

  it("leaves alone what belongs to others or to nobody", () => {
    for (const body of [...never, {}, { books: [], total: 5 }]) {
      expect([body, is(body, open), is(body, failed)]).toEqual([body, false, false]);
    }
  });
});

describe("isPlainJson", () => {
  it("takes any object of an answer that failed with a status", () => {
    expect(isPlainJson({ foo: 1 }, { failed: true, httpStatus: 404 })).toBe(true);
    expect(isPlainJson({ foo: 1, status: 404 }, failed)).toBe(true);
    expect(isPlainJson({ foo: 1, statusCode: 404 }, failed)).toBe(true);
  });

  it.each([{ foo: 1 }, { status: 200 }, { status: "404" }, { status: { toString: 1 } }])(
    "does not take %j without one",
    (body) => {
      expect(isPlainJson(body, failed)).toBe(false);
    },
  );

  it("takes nothing of a good answer", () => {
    expect(isPlainJson({ status: 404, message: "m" }, { failed: false, httpStatus: 200 })).toBe(
      false,
    );
  });
});

describe("isProblemJson", () => {
  it("believes the media type, whatever the body is", () => {
    const contentType = "application/problem+json; charset=utf-8";
    expect(isProblemJson({ foo: 1 }, { failed: false, contentType })).toBe(true);
    expect(isProblemJson({ foo: 1 }, { failed: true, contentType: "application/json" })).toBe(
      false,
    );
  });
});

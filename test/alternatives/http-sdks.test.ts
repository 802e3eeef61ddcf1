import { ApiError, GoogleGenAI } from "@google/genai";
import { type GaxiosError, request } from "gaxios";
import OpenAI, { RateLimitError } from "openai";
import { describe, expect, it } from "vitest";
import { RpcError } from "../../src/entry/index.js";
import { googleQuota } from "../sdk/bodies.js";
import { answer, failureOf } from "../sdk/serve.js";

const usedUp = answer(429, googleQuota, { "retry-after": "3", "x-request-id": "req-1" });
const { message, status, details } = googleQuota.error;

/** What RpcError.from reads out of each of the errors below. */
const decoded = { codeName: status, message, httpStatus: 429, retryDelayMs: 34_400 };

const complete = (maxRetries: number) => (baseURL: string) =>
  new OpenAI({ apiKey: "key", baseURL, maxRetries }).chat.completions.create({
    model: "m",
    messages: [],
  });

describe("an error of Google's form", () => {
  it("has its details as untyped JSON in the OpenAI SDK, beside status and request id", async () => {
    const error = (await failureOf(usedUp, complete(0))) as RateLimitError;
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ status: 429, code: 429, requestID: "req-1" });
    expect(error.error).toMatchObject({ status, details });
    expect(RpcError.from(error)).toMatchObject({ ...decoded, requestIds: ["req-1"] });
  });

  it("is a text in the message of the GenAI SDK's error, with the HTTP status beside it", async () => {
    const error = (await failureOf(usedUp, (baseUrl) =>
      new GoogleGenAI({ apiKey: "key", httpOptions: { baseUrl } }).models.generateContent({
        model: "gemini-pro",
        contents: "hi",
      }),
    )) as ApiError;
    expect(error).toBeInstanceOf(ApiError);
    expect(Object.keys(error).sort()).toEqual(["name", "status"]);
    expect(JSON.parse(error.message)).toEqual(googleQuota);
    expect(RpcError.from(error)).toMatchObject(decoded);
  });

  it("has its details as untyped JSON in gaxios", async () => {
    const error = (await failureOf(usedUp, (url) =>
      request({ url: new URL(url), retry: false }),
    )) as GaxiosError;
    expect(error).toMatchObject({ status: 429, message });
    expect(error.response?.data).toEqual(googleQuota);
    expect(RpcError.from(error)).toMatchObject({ ...decoded, requestIds: ["req-1"] });
  });
});

describe("the OpenAI SDK", () => {
  it("repeats a call by itself when Retry-After says so", async () => {
    let calls = 0;
    const busy = answer(429, { error: { message: "busy" } }, { "retry-after-ms": "1" });
    await failureOf((req, res) => {
      calls++;
      busy(req, res);
    }, complete(2));
    expect(calls).toBe(3);
  });
});

import axios, { AxiosError } from "axios";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorFromHttp } from "../../src/entry/http.js";
import { explain } from "../../src/entry/providers.js";
import { rejection } from "../sdk/serve.js";
import { type NamedServer, startNamedServer } from "./explain-server.js";

const detail = (type: string, fields: object) => ({
  "@type": `type.googleapis.com/${type}`,
  ...fields,
});
const info = (domain: string, metadata: object = {}) =>
  detail("google.rpc.ErrorInfo", { reason: "SOME", domain, metadata });
const help = (url: string) => detail("google.rpc.Help", { links: [{ description: "more", url }] });
const quota = (violation: object) => detail("google.rpc.QuotaFailure", { violations: [violation] });
const yandexQuota = (name: string) =>
  detail("yandex.cloud.quota.QuotaFailure", {
    violations: [{ metric: { name, limit: "8", usage: 8 }, required: "9" }],
  });

/** A body of google.rpc.Status, which tells nothing of its sender by itself. */
const flat = (...details: object[]) => ({ code: 8, message: "it did not work", details });
const known = (body: unknown, headers: Record<string, string> = {}) => {
  const { provider, evidence } = explain(errorFromHttp({ status: 429, headers, body }));
  return [provider?.id, ...evidence];
};

describe("findProvider", () => {
  it.each<[string, ...string[]]>([
    ["generativelanguage.googleapis.com", "gemini"],
    ["api.fireworks.ai", "fireworks"],
    ["translate.api.cloud.yandex.net", "yandex-translate"],
    ["llm.api.cloud.yandex.net", "yandex-ai-studio"],
    ["compute.api.cloud.yandex.net", "yandex-cloud"],
    ["COMPUTE.api.cloud.yandex.net.", "yandex-cloud"],
  ])("knows host %s", async (host, id) => {
    const config = { url: `https://${host}/v1/x` };
    const response = { status: 429, headers: {}, data: flat(), config };
    const error = Object.assign(new Error("Request failed"), { response });
    const name = host.toLowerCase().replace(/\.$/, "");
    expect(explain(error)).toMatchObject({ provider: { id }, evidence: [`host ${name}`] });
  });

  it.each([
    "api.fireworks.ai.example.com",
    "notapi.fireworks.ai",
    "evilapi.cloud.yandex.net",
    "storage.googleapis.com",
    "localhost",
    "https://",
    "//",
    " ",
  ])("knows no provider at host %j", (host) => {
    const error = Object.assign(new Error("m"), { status: 429, url: `https://${host}/v1` });
    expect(explain(error)).toMatchObject({ provider: undefined, evidence: [] });
  });

  it.each<[string, unknown, string, string]>([
    [
      "the service of an ErrorInfo",
      flat(info("googleapis.com", { service: "generativelanguage.googleapis.com" })),
      "gemini",
      "service named in ErrorInfo: generativelanguage.googleapis.com",
    ],
    [
      "the domain of an ErrorInfo",
      flat(info("generativelanguage.googleapis.com")),
      "gemini",
      "service named in ErrorInfo: generativelanguage.googleapis.com",
    ],
    [
      "a type of a detail",
      flat(detail("yandex.cloud.compute.v1.Whatever", { id: "1" })),
      "yandex-cloud",
      "message type yandex.cloud.compute.v1.Whatever",
    ],
    [
      "a metric of a quota",
      flat(quota({ quotaMetric: "generativelanguage.googleapis.com/generate_requests" })),
      "gemini",
      "name of the quota: generativelanguage.googleapis.com",
    ],
    [
      "the wording of AI Studio's quotas",
      {
        code: 8,
        message:
          "ai.textGenerationCompletionSessionsCount.count gauge quota limit exceed: allowed 1",
      },
      "yandex-ai-studio",
      "name of the quota: ai.textGenerationCompletionSessionsCount.count",
    ],
    [
      "the shape of YandexGPT's body",
      { error: { grpcCode: 8, httpCode: 429, message: "m", details: [] } },
      "yandex-ai-studio",
      "shape of the body: grpc-gateway-v1-stream",
    ],
    [
      "the shape of Gemini's interactions",
      { error: { code: "rate_limit_exceeded", message: "m" } },
      "gemini",
      "shape of the body: gemini-interactions",
    ],
    [
      "a mark in Fireworks' body",
      { error: { object: "error", type: "t", code: "c", message: "m" } },
      "fireworks",
      "member of the body: error.object",
    ],
    [
      "a link",
      flat(help("https://ai.google.dev/gemini-api/docs/rate-limits")),
      "gemini",
      "link to ai.google.dev/gemini-api/docs/rate-limits",
    ],
    [
      "a link to a part of the documentation",
      flat(help("https://yandex.cloud/ru/docs/translate/concepts/limits")),
      "yandex-translate",
      "link to yandex.cloud/ru/docs/translate/concepts/limits",
    ],
    [
      "a link to Claude's documentation",
      flat(help("https://platform.claude.com/docs/en/api/errors")),
      "anthropic",
      "link to platform.claude.com/docs/en/api/errors",
    ],
  ])("knows by %s", (_, body, id, evidence) => {
    expect(known(body)).toEqual([id, evidence]);
  });

  it.each([
    ["x-server-trace-id", "yandex-cloud"],
    ["X-Gemini-Service-Tier", "gemini"],
    ["fireworks-server-processing-time", "fireworks"],
    ["openai-processing-ms", "openai"],
    ["anthropic-ratelimit-requests-remaining", "anthropic"],
  ])("knows header %s", (name, id) => {
    expect(known(flat(), { [name]: "1" })).toEqual([id, `header ${name.toLowerCase()}`]);
  });

  it.each<[string, unknown]>([
    ["a flat status", flat()],
    ["Google's envelope", { error: { code: 429, message: "m", status: "RESOURCE_EXHAUSTED" } }],
    ["OpenAI's envelope", { error: { message: "m", type: "t", param: null, code: null } }],
    ["another Google service", flat(info("googleapis.com", { service: "storage.googleapis.com" }))],
    ["names in its message", { code: 8, message: "Gemini, Fireworks and Yandex Cloud are down" }],
    ["hosts in its message", { code: 8, message: "see https://api.fireworks.ai/inference" }],
    ["a link elsewhere", flat(help("https://yandex.cloud.example.com/"))],
    ["a link that is none", flat(help("fireworks.ai"))],
    ["a type of nobody", flat(detail("yandex.cloudy.Thing", {}))],
    ["a page", "<html><body>api.fireworks.ai</body></html>"],
  ])("does not guess from %s", (_, body) => {
    expect(known(body)).toEqual([undefined]);
  });

  it.each<[string, unknown, Record<string, string>, string, string]>([
    [
      "a service more than a link",
      flat(
        info("googleapis.com", { service: "generativelanguage.googleapis.com" }),
        help("https://docs.fireworks.ai/guides"),
      ),
      {},
      "gemini",
      "service named in ErrorInfo: generativelanguage.googleapis.com",
    ],
    [
      "a type more than a header",
      flat(yandexQuota("compute.instances.count")),
      { "fireworks-prompt-tokens": "1" },
      "yandex-cloud",
      "message type yandex.cloud.quota.QuotaFailure",
    ],
    [
      "the shape more than a header",
      { error: { grpcCode: 8, httpCode: 429, message: "m" } },
      { "openai-version": "2020-10-01" },
      "yandex-ai-studio",
      "shape of the body: grpc-gateway-v1-stream",
    ],
  ])("believes %s", (_, body, headers, id, evidence) => {
    expect(known(body, headers)).toEqual([id, evidence]);
  });

  it("believes the host more than everything else", () => {
    const body = { error: { grpcCode: 8, httpCode: 429, message: "m" } };
    const config = { url: "https://api.fireworks.ai/inference/v1" };
    const response = { status: 429, headers: { "x-server-trace-id": "1" }, data: body, config };
    const { provider, evidence } = explain(Object.assign(new Error("m"), { response }));
    expect([provider?.id, ...evidence]).toEqual(["fireworks", "host api.fireworks.ai"]);
  });

  it("takes weaker evidence for a part of whom the stronger names", () => {
    expect(known(flat(yandexQuota("ai.textGenerationCompletionRequestsPerHour.rate")))).toEqual([
      "yandex-ai-studio",
      "message type yandex.cloud.quota.QuotaFailure",
      "name of the quota: ai.textGenerationCompletionRequestsPerHour.rate",
    ]);
  });

  it("tells evidence in Russian", () => {
    const error = errorFromHttp({
      status: 429,
      headers: { "x-server-trace-id": "1" },
      body: flat(),
    });
    expect(explain(error, { locale: "ru" }).evidence).toEqual(["заголовок x-server-trace-id"]);
  });

  it("knows a host whose name was not resolved", () => {
    const error = Object.assign(new Error("getaddrinfo ENOTFOUND api.fireworks.ai"), {
      code: "ENOTFOUND",
      syscall: "getaddrinfo",
      hostname: "api.fireworks.ai",
    });
    const failed = new TypeError("fetch failed", { cause: error });
    expect(explain(failed)).toMatchObject({
      provider: { id: "fireworks" },
      evidence: ["host api.fireworks.ai"],
    });
  });

  it("knows the target that grpc-js could not resolve", () => {
    const details = "Name resolution failed for target dns:llm.api.cloud.yandex.net:443";
    const error = Object.assign(new Error(`14 UNAVAILABLE: ${details}`), { code: 14, details });
    expect(explain(Object.assign(error, { metadata: {} }))).toMatchObject({
      provider: { id: "yandex-ai-studio" },
      evidence: ["host llm.api.cloud.yandex.net"],
    });
  });

  it("knows the service of nice-grpc's errors", () => {
    const path = "/yandex.cloud.ai.translate.v2.TranslationService/Translate";
    const error = Object.assign(new Error(`${path} NOT_FOUND: no`), {
      code: 5,
      details: "no",
      path,
    });
    expect(explain(error)).toMatchObject({
      provider: { id: "yandex-translate" },
      evidence: ["message type yandex.cloud.ai.translate.v2.TranslationService"],
    });
  });

  describe("over the wire", () => {
    let server: NamedServer;
    beforeAll(async () => {
      server = await startNamedServer();
    });
    afterAll(() => server.stop());

    it("knows the host that axios called", async () => {
      server.answerWith({ status: 429, body: flat() });
      const call = axios.get(server.urlOf("llm.api.cloud.yandex.net"), {
        lookup: async () => ["127.0.0.1", 4],
      });
      const error = await rejection(call);
      expect(error).toBeInstanceOf(AxiosError);
      expect(explain(error)).toMatchObject({
        provider: { id: "yandex-ai-studio" },
        evidence: ["host llm.api.cloud.yandex.net"],
      });
    });

    it("knows the host of a Response that is the error's cause", async () => {
      const error = await server.errorOf("api.fireworks.ai", { status: 429, body: "slow down" });
      expect(explain(new Error("no answer", { cause: error }))).toMatchObject({
        provider: { id: "fireworks" },
        evidence: ["host api.fireworks.ai"],
        source: "Fireworks AI: HTTP 429 Over Quota",
      });
    });
  });
});

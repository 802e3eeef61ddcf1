import { ApiError, GoogleGenAI } from "@google/genai";
import { fetch } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorFromHttp } from "../../src/entry/http.js";
import { RpcError } from "../../src/entry/index.js";
import { explain, providers } from "../../src/entry/providers.js";
import { operationMeanings } from "../../src/providers/operation-meanings.js";
import { serviceErrorFromTrailers } from "../fixtures/real-service-error.js";
import { rejection } from "../sdk/serve.js";
import { type NamedServer, startNamedServer } from "./explain-server.js";
import { rowCases, WIRES } from "./explain-wire.js";

const CASES = rowCases(providers);
const casesOf = (id: string) => CASES.filter((one) => one.id === id);

describe("explain, for every row of every provider", () => {
  let server: NamedServer;
  beforeAll(async () => {
    server = await startNamedServer();
  });
  afterAll(() => server.stop());

  it("has rows of all five providers to go through", () => {
    const counts = ["yandex-cloud", "yandex-translate", "yandex-ai-studio", "gemini", "fireworks"];
    expect(counts.map((id) => casesOf(id).length)).toEqual([16, 16, 8, 8, 15]);
  });

  it.each(CASES)("finds $id $httpStatus $name from what came over the wire", async (one) => {
    const { id, provider, row } = one;
    const wire = WIRES[id];
    if (wire === undefined) throw new Error(`no wire of ${id}`);
    const error = await server.errorOf(wire.host, wire.answer(row));
    const explanation = explain(error);
    expect(explanation).toMatchObject({
      provider: { id, title: provider.title.en },
      code: row.code,
      httpStatus: row.httpStatus,
      what: row.text.en.what,
      fix: expect.stringContaining(row.text.en.fix),
      mayPass: row.retry,
      source: `${provider.title.en}: HTTP ${row.httpStatus} ${row.name}`,
    });
    expect(explanation.evidence[0]).toBe(`host ${wire.host}`);
  });

  it.each(CASES)("finds $id $httpStatus $name of a provider that is named", ({ id, row }) => {
    const error = errorFromHttp(WIRES[id]?.answer(row) ?? { status: 200 });
    const explanation = explain(error, { provider: id });
    expect(explanation).toMatchObject({ provider: { id }, evidence: [], what: row.text.en.what });
  });

  it.each(casesOf("yandex-ai-studio"))("knows AI Studio by the shape alone: $name", ({ row }) => {
    const error = errorFromHttp(WIRES["yandex-ai-studio"]?.answer(row) ?? { status: 200 });
    expect(explain(error)).toMatchObject({
      provider: { id: "yandex-ai-studio" },
      evidence: ["shape of the body: grpc-gateway-v1-stream"],
      what: row.text.en.what,
    });
  });

  it.each(casesOf("fireworks"))("knows Fireworks by the shape alone: $name", ({ row }) => {
    const answer = WIRES.fireworks?.answer(row) ?? { status: 200, body: "" };
    for (const body of [answer.body, JSON.stringify(answer.body)]) {
      expect(explain(errorFromHttp({ ...answer, body }))).toMatchObject({
        provider: { id: "fireworks" },
        evidence: ["member of the body: error.object"],
        what: row.text.en.what,
      });
    }
  });

  it.each(casesOf("gemini"))("knows Gemini by its SDK's error: $name", async ({ row }) => {
    server.answerWith(WIRES.gemini?.answer(row) ?? { status: 200, body: "" });
    const sdk = new GoogleGenAI({
      apiKey: "key",
      httpOptions: { baseUrl: server.urlOf("127.0.0.1") },
    });
    const call = sdk.models.generateContent({ model: "gemini-pro", contents: "hi" });
    const error = await rejection(call);
    expect(error).toBeInstanceOf(ApiError);
    expect(explain(error)).toMatchObject({
      provider: { id: "gemini" },
      evidence: ["the SDK's error ApiError"],
      what: row.text.en.what,
    });
  });

  it.each(casesOf("yandex-cloud"))("explains trailers of gRPC: $name", async ({ row }) => {
    const error = await serviceErrorFromTrailers({
      "grpc-status": `${row.code}`,
      "grpc-message": "it did not work",
      "x-server-trace-id": "6fa1:6fa1:1",
    });
    expect(explain(error, { locale: "ru" })).toMatchObject({
      provider: { id: "yandex-cloud" },
      evidence: ["заголовок x-server-trace-id"],
      what: row.text.ru?.what,
      fix: expect.stringContaining(row.text.ru?.fix ?? "?"),
      requestIds: ["6fa1:6fa1:1"],
    });
  });

  it.each(casesOf("yandex-ai-studio"))("explains a failed operation: $name", async ({ row }) => {
    const body = {
      id: "d7q1",
      done: true,
      error: { code: row.code, message: "it did not work", details: [] },
      metadata: { "@type": "type.googleapis.com/yandex.cloud.ai.foundation_models.v1.Meta" },
    };
    const response = await (async () => {
      server.answerWith({ status: 200, body });
      return fetch(server.urlOf("operation.api.cloud.yandex.net"), {
        dispatcher: server.dispatcher,
      });
    })();
    const error = RpcError.from(await response.json());
    expect(error.via).toBe("operation");
    expect(explain(error)).toMatchObject({
      provider: { id: "yandex-ai-studio" },
      evidence: ["message type yandex.cloud.ai.foundation_models.v1.Meta"],
      what: (operationMeanings[row.code] ?? row).text.en.what,
    });
  });

  it("has nothing to explain of a success", async () => {
    const answer = { status: 200, body: { result: { alternatives: [] } } };
    expect(await server.errorOf("llm.api.cloud.yandex.net", answer)).toBeUndefined();
  });
});

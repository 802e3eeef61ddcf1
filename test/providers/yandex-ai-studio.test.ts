import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RpcError } from "../../src/error/rpc-error.js";
import { yandexAiStudio } from "../../src/providers/yandex-ai-studio.js";
import { serviceErrorFromTrailers } from "../fixtures/real-service-error.js";
import { type AnsweringServer, startAnswering } from "./answered.js";

const message = "Failed to parse model URI";
const failures = yandexAiStudio.rows.filter(({ httpStatus }) => httpStatus !== 200);

describe("yandexAiStudio", () => {
  let server: AnsweringServer;
  beforeAll(async () => {
    server = await startAnswering();
  });
  afterAll(() => server.stop());

  it("has eight kinds of errors beside the success", () => {
    expect(failures).toHaveLength(8);
  });

  it.each(failures)("has the code of a completion that failed $name", async (row) => {
    const { code: grpcCode, httpStatus: httpCode } = row;
    const error = { grpcCode, httpCode, message, httpStatus: "by its number", details: [] };
    const read = await server.errorOf(httpCode, { error });
    expect(read.code).toBe(row.code);
    expect(read.dialect).toBe("grpc-gateway-v1-stream");
    expect(yandexAiStudio.dialects).toContain(read.dialect);
  });

  it.each(failures)("has the code of a plain answer $name", async (row) => {
    const error = await server.errorOf(row.httpStatus, { code: row.code, message, details: [] });
    expect(error.code).toBe(row.code);
    expect(yandexAiStudio.dialects).toContain(error.dialect);
  });

  it.each(failures)("has the code of an asynchronous answer $name", async (row) => {
    const status = { code: row.code, message, details: [] };
    const error = await server.errorOf(200, { id: "d7q1", done: true, error: status });
    expect(error.code).toBe(row.code);
    expect(yandexAiStudio.dialects).toContain(error.dialect);
  });

  it.each(failures)("has the code of a gRPC answer $name", async (row) => {
    const error = RpcError.from(await serviceErrorFromTrailers({ "grpc-status": `${row.code}` }));
    expect(error.code).toBe(row.code);
  });

  it("says what is particular to its models", () => {
    const said = JSON.stringify(yandexAiStudio.rows.map(({ text }) => text.en));
    for (const word of ["model URI", "YandexART", "DataSphere", "on request"]) {
      expect(said).toContain(word);
    }
    const russian = JSON.stringify(yandexAiStudio.rows.map(({ text }) => text.ru));
    for (const word of ["URI модели", "YandexART", "DataSphere", "IAM-токен", "квот"]) {
      expect(russian).toContain(word);
    }
  });
});

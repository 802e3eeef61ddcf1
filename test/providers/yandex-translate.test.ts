import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { yandexCloud } from "../../src/providers/yandex-cloud.js";
import { yandexTranslate } from "../../src/providers/yandex-translate.js";
import { type AnsweringServer, startAnswering } from "./answered.js";

describe("yandexTranslate", () => {
  let server: AnsweringServer;
  beforeAll(async () => {
    server = await startAnswering();
  });
  afterAll(() => server.stop());

  it.each(yandexTranslate.rows)("has the code of an answer $name", async (row) => {
    const body = { code: row.code, message: "unsupported target_language_code", details: [] };
    const error = await server.errorOf(row.httpStatus, body);
    expect(error.code).toBe(row.code);
    expect(yandexTranslate.dialects).toContain(error.dialect);
  });

  it("shares the table of Yandex Cloud", () => {
    expect(yandexTranslate.rows).toBe(yandexCloud.rows);
  });

  it("starts no operations", () => {
    expect(yandexTranslate.dialects).not.toContain("operation");
  });
});

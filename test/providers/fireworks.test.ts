import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { explain } from "../../src/providers/explain.js";
import { fireworks } from "../../src/providers/fireworks.js";
import { type AnsweringServer, startAnswering } from "./answered.js";

describe("fireworks", () => {
  let server: AnsweringServer;
  beforeAll(async () => {
    server = await startAnswering();
  });
  afterAll(() => server.stop());

  it.each(fireworks.rows)("has the code of an answer $httpStatus", async (row) => {
    const { httpStatus } = row;
    const type = httpStatus < 500 ? "invalid_request_error" : "server_error";
    const error = { object: "error", type, code: type, message: "it did not work" };
    const read = await server.errorOf(httpStatus, { error });
    expect(read.code).toBe(row.code);
    expect(read.httpStatus).toBe(httpStatus);
    expect(fireworks.dialects).toContain(read.dialect);
  });

  it.each(fireworks.rows)("has the code of an answer $httpStatus without words", async (row) => {
    const body = { error: { object: "error", message: "it did not work" } };
    const read = await server.errorOf(row.httpStatus, body);
    expect(read.code).toBe(row.code);
    expect(fireworks.dialects).toContain(read.dialect);
  });

  it.each([502, 503])("has the code of a page that a proxy answers %i with", async (status) => {
    const page = "<html><head><title>no upstream</title></head></html>";
    const read = await server.errorOf(status, page, "text/html");
    expect(read.code).toBe(fireworks.rows.find((row) => row.httpStatus === status)?.code);
    expect(fireworks.dialects).toContain(read.dialect);
  });

  it("keeps apart the rows that share a code", () => {
    const statuses = fireworks.rows.map(({ httpStatus }) => httpStatus);
    expect(statuses).toHaveLength(15);
    expect(new Set(statuses).size).toBe(15);
  });

  it.each(fireworks.rows)("advises with $httpStatus what helps with every error", async (row) => {
    const read = await server.errorOf(row.httpStatus, { error: { object: "error", message: "m" } });
    expect(explain(read).fix).toMatch(
      / Log the whole error with its request ids, .*documentation of the call.*status page\.$/,
    );
  });

  it("says what is particular to LoRA models", () => {
    const row = fireworks.rows.find(({ httpStatus }) => httpStatus === 412);
    expect(row?.text.en.what).toContain("LoRA");
    expect(row?.text.en.fix).toContain("LoRA");
  });
});

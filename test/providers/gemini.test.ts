import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gemini } from "../../src/providers/gemini.js";
import { type AnsweringServer, startAnswering } from "./answered.js";

const message = "User location is not supported for the API use.";

describe("gemini", () => {
  let server: AnsweringServer;
  beforeAll(async () => {
    server = await startAnswering();
  });
  afterAll(() => server.stop());

  it.each(gemini.rows)("has the code of an answer $httpStatus $name", async (row) => {
    const error = { code: row.httpStatus, message, status: row.name };
    const read = await server.errorOf(row.httpStatus, { error });
    expect(read.code).toBe(row.code);
    expect(gemini.dialects).toContain(read.dialect);
  });

  it.each(gemini.rows)("has the code of a stream that broke off $name", async (row) => {
    const error = { code: row.httpStatus, message, status: row.name };
    const read = await server.errorOf(row.httpStatus, [{ error }]);
    expect(read.code).toBe(row.code);
    expect(gemini.dialects).toContain(read.dialect);
  });

  it("tells the two kinds of 400 apart, and whose turn it is", () => {
    const rows = gemini.rows.filter(({ httpStatus }) => httpStatus === 400);
    expect(rows.map(({ name, who }) => [name, ...who])).toEqual([
      ["INVALID_ARGUMENT", "caller"],
      ["FAILED_PRECONDITION", "account-owner"],
    ]);
    expect(rows[1]?.text.en.what).toMatch(/free tier.*country/);
    expect(rows[1]?.text.en.fix).toContain("paid plan");
  });
});

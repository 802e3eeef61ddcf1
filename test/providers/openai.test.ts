import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openai } from "../../src/providers/openai.js";
import { type AnsweringServer, startAnswering } from "./answered.js";

/** What the body says beside the message, by the name of the row. */
const WORDS: Readonly<Record<string, readonly [type: string, code: string | null]>> = {
  BadRequestError: ["invalid_request_error", "unsupported_parameter"],
  AuthenticationError: ["invalid_request_error", "invalid_api_key"],
  PermissionDeniedError: ["request_forbidden", "unsupported_country_region_territory"],
  NotFoundError: ["invalid_request_error", "model_not_found"],
  ConflictError: ["invalid_request_error", null],
  UnprocessableEntityError: ["invalid_request_error", null],
  rate_limit_exceeded: ["requests", "rate_limit_exceeded"],
  insufficient_quota: ["insufficient_quota", "insufficient_quota"],
  InternalServerError: ["server_error", null],
  "Service Unavailable": ["service_unavailable_error", "server_is_overloaded"],
};

describe("openai", () => {
  let server: AnsweringServer;
  beforeAll(async () => {
    server = await startAnswering();
  });
  afterAll(() => server.stop());

  it("has a row for each kind of answer", () => {
    expect(openai.rows.map(({ name }) => name)).toEqual(Object.keys(WORDS));
  });

  it.each(openai.rows)("has the code of an answer $httpStatus $name", async (row) => {
    const [type, code] = WORDS[row.name] ?? [];
    const error = { message: "it did not work", type, param: null, code };
    const read = await server.errorOf(row.httpStatus, { error });
    expect(read.code).toBe(row.code);
    expect(openai.dialects).toContain(read.dialect);
  });

  it("promises no later success to an account without credits", () => {
    const rows = openai.rows.filter(({ httpStatus }) => httpStatus === 429);
    expect(rows.map(({ name, retry }) => [name, retry])).toEqual([
      ["rate_limit_exceeded", true],
      ["insufficient_quota", false],
    ]);
  });

  it("names the two kinds of 429 by the reason that is read of their bodies", async () => {
    for (const row of openai.rows.filter(({ httpStatus }) => httpStatus === 429)) {
      const [type, code] = WORDS[row.name] ?? [];
      const read = await server.errorOf(429, { error: { message: "stop", type, code } });
      expect(read.reason).toBe(row.name.toUpperCase());
    }
  });
});

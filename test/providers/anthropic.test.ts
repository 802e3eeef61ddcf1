import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anthropic } from "../../src/providers/anthropic.js";
import { type AnsweringServer, startAnswering } from "./answered.js";

/** Statuses and types, from https://platform.claude.com/docs/en/api/errors. */
const TYPES = [
  "400 invalid_request_error",
  "401 authentication_error",
  "402 billing_error",
  "403 permission_error",
  "404 not_found_error",
  "409 conflict_error",
  "413 request_too_large",
  "429 rate_limit_error",
  "500 api_error",
  "504 timeout_error",
  "529 overloaded_error",
];

describe("anthropic", () => {
  let server: AnsweringServer;
  beforeAll(async () => {
    server = await startAnswering();
  });
  afterAll(() => server.stop());

  it("has each documented type of error", () => {
    expect(anthropic.rows.map(({ httpStatus, name }) => `${httpStatus} ${name}`)).toEqual(TYPES);
  });

  it.each(anthropic.rows)("has the code of an answer $httpStatus $name", async (row) => {
    const error = { type: row.name, message: "it did not work" };
    const body = { type: "error", error, request_id: "req_011CSHoEeqs5C35K2UUqR7Fy" };
    const read = await server.errorOf(row.httpStatus, body);
    expect(read.code).toBe(row.code);
    expect(anthropic.dialects).toContain(read.dialect);
  });
});

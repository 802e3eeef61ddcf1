import { STATUS_CODES } from "node:http";
import { describe, expect, it } from "vitest";
import { httpPhrase } from "../../src/dialects/http-phrase.js";

/** Where RFC 9110 has other words than Node, and what IANA has not. */
const OTHERWISE: Readonly<Record<number, string>> = {
  413: "Content Too Large",
  418: "Client Error",
  422: "Unprocessable Content",
  499: "Client Closed Request",
  509: "Server Error",
  510: "Server Error",
};

describe("httpPhrase", () => {
  it("has the words of Node, but where RFC 9110 has newer ones", () => {
    for (const [status, phrase] of Object.entries(STATUS_CODES)) {
      if (Number(status) < 400) continue;
      expect([status, httpPhrase(Number(status))]).toEqual([
        status,
        OTHERWISE[Number(status)] ?? phrase,
      ]);
    }
  });

  it("says of an unknown status whose fault it was", () => {
    expect(httpPhrase(460)).toBe("Client Error");
    expect(httpPhrase(599)).toBe("Server Error");
  });
});

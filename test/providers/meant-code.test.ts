import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CodeName, errorInfo, RpcError, retryInfo } from "../../src/entry/index.js";
import { explain, providers, render } from "../../src/entry/providers.js";
import { adviseRetry } from "../../src/entry/retry.js";
import { explainedQuota } from "../../src/providers/details/explained-quota.js";
import { meantCode } from "../../src/providers/meant-code.js";
import { Code } from "../../src/status/code.js";
import { type NamedServer, startNamedServer, type WireAnswer } from "./explain-server.js";

/** How Google's older APIs answer where a quota is exceeded. */
const forbidden = (reason: string): WireAnswer => ({
  status: 403,
  body: { error: { code: 403, message: "no", errors: [{ domain: "usageLimits", reason }] } },
});

/** The code that an error with a reason means. */
function meant(codeName: CodeName, reason: string): Code {
  const details = [errorInfo({ reason, domain: "d.example" })];
  const error = new RpcError(codeName, "m", { details });
  const advice = adviseRetry(error, { idempotent: true });
  return meantCode(error, explainedQuota(error, advice, 0), advice);
}

describe("meantCode", () => {
  it.each<[CodeName, string]>([
    ["PERMISSION_DENIED", "rateLimitExceeded"],
    ["PERMISSION_DENIED", "dailyLimitExceeded"],
    ["PERMISSION_DENIED", "billing_not_active"],
    ["INVALID_ARGUMENT", "RESOURCE_QUOTA_EXCEEDED"],
  ])("is RESOURCE_EXHAUSTED for %s because of %s", (codeName, reason) => {
    expect(meant(codeName, reason)).toBe(Code.RESOURCE_EXHAUSTED);
  });

  it.each<[CodeName, string, string]>([
    ["PERMISSION_DENIED", "BOOK_LOCKED", "no quota is exceeded"],
    ["UNAUTHENTICATED", "billing_not_active", "new credentials come first"],
    ["ABORTED", "rateLimitExceeded", "the transaction has to begin again"],
    ["FAILED_PRECONDITION", "billing_not_active", "tables have a row for bills"],
  ])("is the error's own for %s with the reason %s, as %s", (codeName, reason) => {
    expect(meant(codeName, reason)).toBe(Code[codeName]);
  });
});

describe("explain, of a quota that was answered with HTTP 403", () => {
  let server: NamedServer;
  beforeAll(async () => {
    server = await startNamedServer();
  });
  afterAll(() => server.stop());

  it.each(["rateLimitExceeded", "userRateLimitExceeded"])("waits after %s", async (reason) => {
    const error = await server.errorOf("books.example", forbidden(reason));
    const explanation = explain(error);
    expect(explanation).toMatchObject({
      code: Code.PERMISSION_DENIED,
      what: expect.stringMatching(/^A limit is used up/),
      fix: expect.stringMatching(/^Wait until the limit is free again/),
      who: ["time", "account-owner"],
      mayPass: true,
      retryIfIdempotent: { decision: "retry" },
    });
  });

  it("may pass on the next day where the quota is one of a day", async () => {
    const error = await server.errorOf("books.example", forbidden("dailyLimitExceeded"));
    const explanation = explain(error);
    expect(explanation).toMatchObject({
      what: "A quota of a day is used up.",
      who: ["account-owner", "time"],
      mayPass: true,
    });
    expect(render(explanation)).toMatch(/\nRetry +Not by itself, though/);
  });

  it.each(providers)("takes the row of $id for quotas", async ({ id, rows, title }) => {
    const error = await server.errorOf("books.example", forbidden("rateLimitExceeded"));
    const { what, source } = explain(error, { provider: id });
    const quotas = rows.filter(({ code }) => code === Code.RESOURCE_EXHAUSTED);
    expect(quotas.map(({ text }) => text.en.what)).toContain(what);
    expect(source).toContain(`${title.en.split(" ")[0]}`);
    expect(source).toContain("HTTP 429");
  });

  it("says to pay and not to grant a right, where the account owes", () => {
    const details = [errorInfo({ reason: "billing_not_active", domain: "d.example" })];
    const error = new RpcError("PERMISSION_DENIED", "m", { details });
    expect(explain(error, { provider: "gemini" })).toMatchObject({
      what: expect.stringMatching(/^The account's plan or balance/),
      who: ["account-owner"],
    });
  });
});

describe("explain, with little time left", () => {
  const bill = new RpcError("RESOURCE_EXHAUSTED", "check your plan and billing details", {
    details: [retryInfo(5_000)],
  });
  const conflict = new RpcError("FAILED_PRECONDITION", 'conflicting operation "epd0" detected');

  it.each([
    ["a quota that is free again soon", bill],
    ["an operation in the way", conflict],
  ])("says the same of %s as with all the time there is", (_, error) => {
    const { what, who, mayPass, source } = explain(error, { provider: "gemini" });
    for (const remainingMs of [0, 1_000, 60_000]) {
      const hurried = explain(error, { provider: "gemini", retry: { remainingMs } });
      expect(hurried).toMatchObject({ what, who, mayPass, source });
    }
    expect(who[0]).toBe("time");
  });

  it("tells to wait for the operation in the way, though there is no time for it", () => {
    const { fix, retry } = explain(conflict, { retry: { remainingMs: 0 } });
    expect(fix).toBe("Wait until operation epd0 is over, then call again.");
    expect(retry.decision).toBe("stop");
  });
});

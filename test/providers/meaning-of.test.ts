import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorInfo, quotaFailure, RpcError, retryInfo } from "../../src/entry/index.js";
import { type Explanation, explain, providers, render } from "../../src/entry/providers.js";
import { type NamedServer, startNamedServer, type WireAnswer } from "./explain-server.js";

const retry = { now: Date.UTC(2026, 0, 1), idempotent: true };

/** OpenAI's answer to an account without credits, which those who are compatible with it send as well. */
const NO_CREDITS: WireAnswer = {
  status: 429,
  body: {
    error: {
      message: "You exceeded your current quota, please check your plan and billing details.",
      type: "insufficient_quota",
      param: null,
      code: "insufficient_quota",
    },
  },
};

/** Nothing of it may tell to wait. */
function expectABill(explanation: Explanation): void {
  expect(explanation).toMatchObject({
    who: ["account-owner"],
    mayPass: false,
    retry: { decision: "stop" },
  });
  expect(`${explanation.what} ${explanation.fix}`).not.toMatch(
    /\bWait\b|[Пп]одождите|[Дд]ождитесь/,
  );
  expect(render(explanation)).toMatch(/\n(?:Retry|Повтор) +(?:No|Нет)\.\n/);
}

describe("explain, of a quota that is a matter of billing", () => {
  let server: NamedServer;
  beforeAll(async () => {
    server = await startNamedServer();
  });
  afterAll(() => server.stop());

  it.each([undefined, ...providers.map(({ id }) => id)])(
    "says to pay and not to wait, in both languages, with provider %s",
    async (provider) => {
      const error = await server.errorOf("llm.example", NO_CREDITS);
      for (const locale of ["en", "ru"]) {
        expectABill(explain(error, { retry, locale, ...(provider && { provider }) }));
      }
    },
  );

  it("says what the provider's table says where that has a row for it", async () => {
    const named = await server.errorOf("api.openai.com", NO_CREDITS);
    expect(explain(named).fix).toBe("Buy credits or raise the limit in the billing settings.");
    const unpaid = { status: 402, body: { error: { message: "no", type: "billing_error" } } };
    const error = await server.errorOf("api.anthropic.com", unpaid);
    expect(explain(error).fix).toBe("Check the payment details in the console.");
  });

  it("says to pay where HTTP 402 is all that is known", async () => {
    const error = await server.errorOf("llm.example", { status: 402, body: "" });
    expectABill(explain(error, { retry }));
    expect(explain(error).fix).toMatch(/pay, or raise the limit/);
  });

  it("says to wait where the words speak of a bill, and the server of when to come back", () => {
    const message = "Quota exceeded, please check your plan and billing details";
    const bill = new RpcError("RESOURCE_EXHAUSTED", message);
    expectABill(explain(bill, { retry }));
    const details = [retryInfo(34_000)];
    const pause = explain(new RpcError("RESOURCE_EXHAUSTED", message, { details }), { retry });
    expect(pause).toMatchObject({ who: ["time", "account-owner"], mayPass: true });
    expect(pause.retry).toMatchObject({ decision: "retry", delayMs: 34_000 });
    expect(pause.fix).toMatch(/^Wait 34 s, then call again\. Wait until/);
  });

  it("says to get new credentials where those were refused, whatever reason was given", () => {
    const details = [errorInfo({ reason: "billing_not_active", domain: "d.example" })];
    const error = new RpcError("UNAUTHENTICATED", "m", { details });
    expect(explain(error)).toMatchObject({
      who: ["caller"],
      retry: { decision: "refresh-credentials" },
    });
  });
});

describe("explain, of a quota that Yandex AI Studio has in its only row for quotas", () => {
  const used = (name: string) => ({
    code: 8,
    message: "no",
    details: [
      {
        "@type": "type.googleapis.com/yandex.cloud.quota.QuotaFailure",
        violations: [{ metric: { name, limit: "8", usage: 8 }, required: "9" }],
      },
    ],
  });

  it.each([
    ["ai.tuning.jobs.count", "Free some of what the quota counts", ["account-owner"]],
    ["ai.textTokensPerDay.rate", "Wait for the next day", ["account-owner", "time"]],
  ])("leaves %s to whoever can do what the text says", (name, fix, who) => {
    const explanation = explain(used(name), { provider: "yandex-ai-studio", retry });
    expect(explanation.fix.startsWith(fix)).toBe(true);
    expect(explanation.who).toEqual(who);
  });
});

describe("explain, of a quota of a day", () => {
  const perDay = quotaFailure([{ quotaId: "ReadsPerDay" }]);

  it.each(providers)("says to wait for the next day or to get more, of $id", ({ id }) => {
    const error = new RpcError("RESOURCE_EXHAUSTED", "m", { details: [perDay, retryInfo(1_000)] });
    const explanation = explain(error, { provider: id, retry });
    expect(explanation).toMatchObject({
      what: "Quota ReadsPerDay of a day is used up.",
      fix: expect.stringMatching(/^Wait for the next day, or get a larger quota\./),
      retry: { decision: "stop" },
    });
    expect(explanation.who.at(-1)).toBe("time");
    expect(explanation.who.length).toBeGreaterThan(1);
  });

  it("does not speak of a day where the server says when to come back, and only words spoke of one", () => {
    const message = "Rate limit reached for requests per day";
    const details = [retryInfo(34_000)];
    const worded = explain(new RpcError("RESOURCE_EXHAUSTED", message), { retry });
    expect(worded.what).toMatch(/of a day is used up\.$/);
    const pause = explain(new RpcError("RESOURCE_EXHAUSTED", message, { details }), { retry });
    expect(pause.who[0]).toBe("time");
    expect(pause.fix).not.toContain("day");
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorInfo, RpcError } from "../../src/entry/index.js";
import { explain, render } from "../../src/entry/providers.js";
import { googleReasons } from "../../src/providers/google-reasons.js";
import { type NamedServer, startNamedServer, type WireAnswer } from "./explain-server.js";

/** Reasons as google/api/error_reason.proto has them, the code they come with, and who can mend it. */
const REASONS = [
  "API_KEY_INVALID 3 account-owner",
  "API_KEY_SERVICE_BLOCKED 7 account-owner",
  "API_KEY_HTTP_REFERRER_BLOCKED 7 account-owner",
  "API_KEY_IP_ADDRESS_BLOCKED 7 account-owner",
  "API_KEY_ANDROID_APP_BLOCKED 7 account-owner",
  "API_KEY_IOS_APP_BLOCKED 7 account-owner",
  "SERVICE_DISABLED 7 account-owner",
  "BILLING_DISABLED 7 account-owner",
  "CONSUMER_INVALID 7 caller",
  "CONSUMER_SUSPENDED 7 account-owner",
  "ACCESS_TOKEN_EXPIRED 16 caller",
  "ACCESS_TOKEN_SCOPE_INSUFFICIENT 7 caller",
];

const withInfo = (reason: string, domain = "googleapis.com", message = "it did not work") =>
  new RpcError("INVALID_ARGUMENT", message, { details: [errorInfo({ reason, domain })] });

describe("googleReasons", () => {
  it("has each reason with its code and whose turn it is", () => {
    const listed = googleReasons.map(({ name, code, who }) => `${name} ${code} ${who}`);
    expect(listed.toSorted()).toEqual(REASONS.toSorted());
  });

  it("says in whole sentences what happened and what to do, and promises no later success", () => {
    for (const { name, text, retry } of googleReasons) {
      expect(text.en.what, name).toMatch(/^[A-Z].{9,}\.$/);
      expect(text.en.fix, name).toMatch(/^[A-Z].{9,}\.$/);
      expect(retry, name).toBe(false);
    }
  });
});

describe("explain, of a reason that Google's services share", () => {
  let server: NamedServer;
  beforeAll(async () => {
    server = await startNamedServer();
  });
  afterAll(() => server.stop());

  /** What the Gemini API answers to a key that it does not know. */
  const wrongKey: WireAnswer = {
    status: 400,
    body: {
      error: {
        code: 400,
        message: "API key not valid. Please pass a valid API key.",
        status: "INVALID_ARGUMENT",
        details: [
          {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            reason: "API_KEY_INVALID",
            domain: "googleapis.com",
            metadata: { service: "generativelanguage.googleapis.com" },
          },
        ],
      },
    },
  };

  it("says of a wrong key at Gemini that the key is not valid, and leaves it to the account's owner", async () => {
    const error = await server.errorOf("generativelanguage.googleapis.com", wrongKey);
    const explanation = explain(error, { retry: { idempotent: true } });
    expect(explanation).toMatchObject({
      provider: { id: "gemini" },
      what: expect.stringMatching(/^The API key is not valid/),
      fix: expect.stringMatching(/^Check which key is sent/),
      who: ["account-owner"],
      retry: { decision: "stop" },
      mayPass: false,
      source: "google.api.ErrorReason",
    });
    expect(render(explanation)).toMatch(/\nRetry +No\.\n/);
  });

  it("says so of any service of Google, and of one that somebody named", async () => {
    for (const provider of [undefined, "gemini"]) {
      const explanation = explain(withInfo("API_KEY_INVALID"), provider ? { provider } : {});
      expect(explanation.what).toMatch(/^The API key is not valid/);
    }
  });

  it.each(googleReasons)("tells $name from what else its code means", ({ name, text, who }) => {
    expect(explain(withInfo(name))).toMatchObject({ ...text.en, who });
  });

  it.each([
    ["another domain", withInfo("API_KEY_INVALID", "library.example")],
    ["no domain", withInfo("API_KEY_INVALID", "")],
    ["another reason", withInfo("API_KEY_MISLAID")],
    ["words", withInfo("", "googleapis.com", "API key not valid: API_KEY_INVALID")],
    ["a name of Object.prototype", withInfo("constructor")],
  ])("takes %s for no evidence", (_, error) => {
    expect(explain(error)).toMatchObject({
      what: expect.stringMatching(/^The request is wrong in itself/),
      source: "google.rpc.Code",
    });
  });

  it("says of a suspended project that it is one, and not that a right is missing", async () => {
    const info = { reason: "CONSUMER_SUSPENDED", domain: "googleapis.com" };
    const detail = { "@type": "type.googleapis.com/google.rpc.ErrorInfo", ...info };
    const body = { error: { code: 403, status: "PERMISSION_DENIED", details: [detail] } };
    const error = await server.errorOf("generativelanguage.googleapis.com", { status: 403, body });
    expect(explain(error)).toMatchObject({
      provider: { id: "gemini" },
      what: "The project that the call is counted for is suspended.",
      fix: expect.stringMatching(/appeal/),
      who: ["account-owner"],
    });
  });

  it("says to enable billing where that is off, in place of what bills mean elsewhere", () => {
    const details = [errorInfo({ reason: "BILLING_DISABLED", domain: "googleapis.com" })];
    const { fix, who } = explain(new RpcError("PERMISSION_DENIED", "no", { details }));
    expect(fix).toMatch(/^Enable billing/);
    expect(who).toEqual(["account-owner"]);
  });
});

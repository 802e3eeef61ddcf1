import { describe, expect, it } from "vitest";
import { type CodeName, errorInfo, RpcError } from "../../src/entry/index.js";
import { explain } from "../../src/entry/providers.js";

const message = 'Conflicting operation "fhm0abc" detected';

describe("conflictMeaning", () => {
  it.each<[CodeName, string | undefined]>([
    ["FAILED_PRECONDITION", undefined],
    ["FAILED_PRECONDITION", "yandex-cloud"],
    ["ABORTED", "yandex-cloud"],
    ["UNKNOWN", "fireworks"],
  ])("stands for what %s means, with provider %s", (codeName, provider) => {
    const error = new RpcError(codeName, message);
    expect(explain(error, provider === undefined ? {} : { provider })).toMatchObject({
      what: "Another operation changes the same resource.",
      fix: "Wait until operation fhm0abc is over, then call again.",
      who: ["time"],
      mayPass: true,
      retry: { decision: "wait-for-operation" },
    });
  });

  it("is in Russian as well, and holds for an operation that was in the way of another", () => {
    const operation = { id: "op-1", done: true, error: { code: 9, message, details: [] } };
    expect(explain(operation, { locale: "ru", provider: "yandex-cloud" })).toMatchObject({
      what: "Другая операция ещё меняет этот ресурс.",
      fix: "Дождитесь завершения операции fhm0abc, затем запустите операцию заново.",
      who: ["time"],
    });
  });

  it("says more than the reason that came along", () => {
    const details = [errorInfo({ reason: "CONSUMER_INVALID", domain: "googleapis.com" })];
    const { what } = explain(new RpcError("FAILED_PRECONDITION", message, { details }));
    expect(what).toBe("Another operation changes the same resource.");
  });
});

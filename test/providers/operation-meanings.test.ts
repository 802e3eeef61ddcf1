import { describe, expect, it } from "vitest";
import { Code, type CodeName, errorInfo, RpcError, retryInfo } from "../../src/entry/index.js";
import { OperationFailedError, operationSnapshot } from "../../src/entry/operation.js";
import { explain, render } from "../../src/entry/providers.js";
import { googleReasons } from "../../src/providers/google-reasons.js";
import { operationMeanings } from "../../src/providers/operation-meanings.js";
import type { ProviderRow } from "../../src/providers/provider.js";
import type { DetailInput } from "../../src/status/details/detail-input.js";

/** An operation that ended so, as a service answers. */
function failed(codeName: CodeName, ...details: readonly DetailInput[]) {
  const call = new RpcError(codeName, "it did not work", { details });
  const { code, message, details: json = [] } = { ...call.toJSON().error, code: call.code };
  return { id: "op-1", done: true, error: { code, message, details: json } };
}

const explained = (codeName: CodeName, locale = "en") =>
  explain(failed(codeName), { locale, provider: "yandex-cloud", retry: { idempotent: true } });

const CHANGED: readonly CodeName[] = [
  "CANCELLED",
  "UNKNOWN",
  "DEADLINE_EXCEEDED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "INTERNAL",
  "UNAVAILABLE",
];

const CALL_AGAIN =
  /call again|try again|send the request|a later call|повторите (?:вызов|запрос)|отправьте запрос/i;

describe("operationMeanings", () => {
  const entries = Object.entries(operationMeanings) as [string, ProviderRow][];
  const meanings = entries.map(([, row]) => row);

  it("has the codes of which a call means something else, under their numbers", () => {
    expect(meanings.map(({ name }) => name).toSorted()).toEqual(CHANGED.toSorted());
    for (const [number, { code }] of entries) expect(code).toBe(Number(number));
  });

  it("says in whole sentences, in English and Russian, to start the operation again", () => {
    for (const { name, text } of meanings) {
      for (const sentence of Object.values(text.en)) {
        expect(sentence, name).toMatch(/^[A-Z][^а-яё]{9,}\.$/i);
      }
      for (const sentence of [text.ru?.what, text.ru?.fix]) {
        expect(sentence, name).toMatch(/^[А-ЯЁ].*[а-яё]{4}.*\.$/);
      }
      expect(text.en.fix, name).toMatch(/start (?:the operation|it) again/i);
      expect(text.ru?.fix, name).toMatch(/запустит[еь] (?:операцию|её) заново/);
    }
  });
});

describe("explain, of an operation that failed", () => {
  it("says that somebody asked to cancel it where it was cancelled", () => {
    const snapshot = operationSnapshot(failed("CANCELLED"));
    const context = { operationId: "op-1", snapshot, attempts: 1 };
    const thrown = new OperationFailedError(RpcError.from(snapshot.error), context);
    for (const error of [failed("CANCELLED"), snapshot.error, thrown]) {
      for (const options of [{}, { provider: "yandex-cloud" }]) {
        expect(explain(error, options)).toMatchObject({
          isOperation: true,
          what: "Somebody asked to cancel the operation, and it was cancelled.",
          who: ["caller"],
          retry: { decision: "stop" },
          source: "google.rpc.Code",
        });
      }
    }
  });

  it("speaks of the call where it was a call", () => {
    const explanation = explain(new RpcError("CANCELLED", "m"), { provider: "yandex-cloud" });
    expect(explanation).toMatchObject({
      isOperation: false,
      what: "The client side broke the call off.",
    });
  });

  it.each(CHANGED)("says to start it again after %s", (codeName) => {
    expect(explained(codeName).fix).toMatch(/again/);
    expect(explained(codeName, "ru").fix).toMatch(/заново/);
  });

  const codeNames = (Object.keys(Code) as (CodeName | "OK")[]).filter((name) => name !== "OK");
  it.each(codeNames)("says nowhere to call again after %s, in no language", (name) => {
    for (const provider of ["yandex-cloud", "yandex-ai-studio", "gemini"]) {
      for (const locale of ["en", "ru"]) {
        const text = render(explain(failed(name), { locale, provider })).replace(/\s+/g, " ");
        expect(text).not.toMatch(CALL_AGAIN);
      }
    }
  });

  it.each(googleReasons)("says nowhere to call again because of $name", ({ name }) => {
    const info = errorInfo({ reason: name, domain: "googleapis.com" });
    expect(explain(failed("PERMISSION_DENIED", info)).fix).not.toMatch(CALL_AGAIN);
  });

  it("leaves to a table what only the account's owner can mend", () => {
    const { source, who } = explain(failed("FAILED_PRECONDITION"), { provider: "gemini" });
    expect(source).toBe("Gemini API: HTTP 400 FAILED_PRECONDITION");
    expect(who).toEqual(["account-owner"]);
  });

  it.each([
    ["en", /Yes, as a new operation: after a pause of up to 1 s\./],
    ["ru", /Да, запустив операцию заново: после паузы не дольше 1 с\./],
  ])(
    "starts an operation again that was broken off, and no transaction, in %s",
    (locale, verdict) => {
      expect(render(explained("ABORTED", locale)).replace(/\s+/g, " ")).toMatch(verdict);
    },
  );

  it("says plainly in Russian what happened to it", () => {
    expect(explained("CANCELLED", "ru").what).toBe("Операция отменена по запросу.");
    expect(explained("UNAVAILABLE", "ru").fix).toMatch(
      /; повторный запрос её состояния ничего не изменит\.$/,
    );
  });

  it("leaves other codes to the table of the provider", () => {
    expect(explained("NOT_FOUND").source).toBe("Yandex Cloud: HTTP 404 NOT_FOUND");
  });

  it("goes by a reason that says more than the code", () => {
    const info = errorInfo({ reason: "SERVICE_DISABLED", domain: "googleapis.com" });
    expect(explain(failed("ABORTED", info)).what).toMatch(/^The service is not enabled/);
  });

  it.each([
    ["en", true, /Yes, as a new operation: after 5 s\./],
    ["en", false, /Only as a new operation, and if it may run twice without harm: after 5 s\./],
    ["ru", true, /Да, запустив операцию заново: через 5 с\./],
    [
      "ru",
      false,
      /Только запустив операцию заново и если её безопасно выполнить дважды: через 5 с\./,
    ],
  ])(
    "takes another attempt for another start, in %s and idempotent: %s",
    (locale, idempotent, verdict) => {
      const error = failed("UNAVAILABLE", retryInfo(5_000));
      const explanation = explain(error, { locale, retry: { idempotent } });
      expect(render(explanation).replace(/\s+/g, " ")).toMatch(verdict);
      expect(explanation.fix).toMatch(
        {
          en: /^Wait 5 s, then start the operation again/,
          ru: /^Подождите 5 с, затем запустите операцию заново/,
        }[locale as "en" | "ru"],
      );
    },
  );

  it("hopes for a later operation, and for no later call", () => {
    const words = (locale: string) =>
      render(explained("DEADLINE_EXCEEDED", locale)).replace(/\s+/g, " ");
    expect(words("en")).toContain("by the documentation a new operation may succeed later.");
    expect(words("ru")).toContain("позже новая операция может удаться.");
  });

  it("waits for the operation in the way before it starts this one again", () => {
    const operation = failed("FAILED_PRECONDITION");
    operation.error.message = 'conflicting operation "epd0abc123" detected';
    const { fix } = explain(operation);
    expect(fix).toBe("Wait until operation epd0abc123 is over, then start the operation again.");
  });
});

import { describe, expect, it } from "vitest";
import { RpcError } from "../../../src/entry/index.js";
import { explain, render } from "../../../src/entry/providers.js";
import { adviseRetry, type RetryAdvice } from "../../../src/entry/retry.js";
import { russianReason } from "../../../src/providers/render/russian-reason.js";
import { RETRY_RULES, type RetryRule } from "../../../src/retry/retry-rules.js";

const ADVICE = adviseRetry(new RpcError("ABORTED", "m"));

function advised({ reason, source }: Pick<RetryRule, "reason" | "source">): RetryAdvice {
  const filled = reason
    .replace("{code}", "CANCELLED")
    .replace("{quota}", "quota ReadsPerDay")
    .replace("{operation}", "epd0abc");
  return { ...ADVICE, reason: filled, source };
}

/** What neither the meaning of a code nor the verdict says, by the rule that decides. */
const WORDS: Readonly<Record<string, string>> = {
  "caller-ended": "вызов прервала сама вызывающая сторона",
  refused: "сервер запретил повтор",
  "thrown-here": "ошибка возникла в самой программе",
  "message-too-large": "сообщение больше допустимого",
  certificate: "сертификат не вызывает доверия",
  "operation-conflict": "операция меняет тот же ресурс",
  billing: "сначала нужна оплата или другой тариф",
  "billing-words": "сначала нужна оплата или другой тариф",
  "not-sent": "вызов не был выполнен",
};

describe("russianReason", () => {
  it.each(RETRY_RULES)("has the words of rule $id, or its source alone", (rule) => {
    const words = WORDS[rule.id];
    const place = rule.source.replace(
      "Yandex Cloud's Terraform provider",
      "Terraform-провайдер Yandex Cloud",
    );
    expect(russianReason(advised(rule))).toBe(
      words === undefined ? `Основание: ${place}.` : `Причина: ${words} (${place}).`,
    );
  });

  it("says that there is no time left", () => {
    const error = new RpcError("UNAVAILABLE", "m", { metadata: { "retry-after": "60" } });
    const late = (remainingMs: number) =>
      russianReason(adviseRetry(error, { idempotent: true, remainingMs }));
    expect(late(0)).toBe("Причина: на новую попытку нет времени (rpc-status).");
    expect(late(1_000)).toBe("Причина: ждать нужно дольше, чем есть времени (rpc-status).");
  });

  it("has the source of a reason that it does not know", () => {
    const advice = { ...ADVICE, reason: "the shelf is locked", source: "the librarian" };
    expect(russianReason(advice)).toBe("Основание: the librarian.");
  });

  it("leaves no sentence of an advice in a Russian text", () => {
    const certificate = Object.assign(new Error("self-signed certificate"), {
      code: "DEPTH_ZERO_SELF_SIGNED_CERT",
    });
    for (const error of [certificate, new RpcError("UNAVAILABLE", "m"), new TypeError("x")]) {
      const explanation = explain(error, { locale: "ru" });
      const text = render(explanation, { width: Number.POSITIVE_INFINITY });
      expect(text).not.toContain(explanation.retry.reason);
      expect(text).not.toContain(explanation.retryIfIdempotent.reason);
      expect(text).toMatch(/(?:Причина: [а-яё ,]+ \(|Основание: )[\w .-]+\)?\./);
    }
    const text = render(explain(certificate, { locale: "ru" }));
    expect(text).toContain("Причина: сертификат не вызывает доверия (Node.js TLS).");
  });
});

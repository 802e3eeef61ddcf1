import type { RetryAdvice } from "../../retry/retry-advice.js";
import type { Explanation } from "../explanation.js";
import type { ProviderLocale } from "../provider.js";
import { secondsText } from "../seconds-text.js";
import type { Style } from "./paint.js";
import { russianReason } from "./russian-reason.js";

/** Whether and when to try again, in words. */
export interface RetryWords {
  readonly verdict: string;
  readonly style: Style;
  /** What decided. */
  readonly reason: string;
}

/** Tells whether and when the same call is worth another attempt, or an operation another start. */
export function retryWords(explanation: Explanation, locale: ProviderLocale): RetryWords {
  const { retry, retryIfIdempotent, isOperation } = explanation;
  const words = isOperation ? { ...WORDS[locale], ...OF_OPERATION[locale] } : WORDS[locale];
  const isConditional = retry.decision === "stop" && retryIfIdempotent.decision !== "stop";
  const advice = isConditional ? retryIfIdempotent : retry;
  const verdict = verdictOf(advice, isOperation, locale);
  const reason = words.reason(advice);
  if (isConditional) return { verdict: words.ifSafe(verdict), style: "green", reason };
  if (advice.decision !== "stop") return { verdict: words.yes(verdict), style: "green", reason };
  const mayPass = explanation.mayPass && explanation.who.includes("time");
  return { verdict: mayPass ? words.noButMayPass : words.no, style: "red", reason };
}

/** What to do, without a yes or no. */
function verdictOf(advice: RetryAdvice, isOperation: boolean, locale: ProviderLocale): string {
  const { decision, delayMs, delaySource, operationId } = advice;
  const words = WORDS[locale];
  const time = secondsText(delayMs, locale);
  const backoff = delaySource === "backoff" ? words.upTo(time) : words.after(time);
  const when = delayMs > 0 ? backoff : words.atOnce;
  switch (decision) {
    case "retry":
      return when;
    case "retry-transaction":
      return isOperation ? when : `${words.transaction}, ${when}`;
    case "refresh-credentials":
      return words.credentials;
    case "wait-for-operation":
      return words.operation(operationId ?? "");
    case "stop":
      return "";
  }
}

const WORDS = {
  en: {
    yes: (verdict: string) => `Yes, ${verdict}.`,
    no: "No.",
    noButMayPass: "Not by itself, though by the documentation a later call may succeed.",
    ifSafe: (verdict: string) => `Only a call that may happen twice without harm: ${verdict}.`,
    after: (time: string) => `after ${time}`,
    upTo: (time: string) => `after a pause of up to ${time}`,
    atOnce: "at once",
    transaction: "the whole transaction",
    credentials: "once, with fresh credentials",
    operation: (id: string) => `when operation ${id} is over`,
    reason: ({ reason, source }: RetryAdvice) => `Because: ${reason} (${source}).`,
  },
  ru: {
    yes: (verdict: string) => `Да, ${verdict}.`,
    no: "Нет.",
    noButMayPass: "Автоматически — нет, но, по документации, позже вызов может удаться.",
    ifSafe: (verdict: string) => `Только если вызов безопасно выполнить дважды: ${verdict}.`,
    after: (time: string) => `через ${time}`,
    upTo: (time: string) => `после паузы не дольше ${time}`,
    atOnce: "сразу",
    transaction: "всю транзакцию заново",
    credentials: "один раз, с новыми учётными данными",
    operation: (id: string) => `когда завершится операция ${id}`,
    reason: russianReason,
  },
} as const;

/** What reads otherwise of an operation: to ask for it again is no other attempt. */
const OF_OPERATION = {
  en: {
    yes: (verdict: string) => `Yes, as a new operation: ${verdict}.`,
    noButMayPass: "Not by itself, though by the documentation a new operation may succeed later.",
    ifSafe: (verdict: string) =>
      `Only as a new operation, and if it may run twice without harm: ${verdict}.`,
  },
  ru: {
    yes: (verdict: string) => `Да, запустив операцию заново: ${verdict}.`,
    noButMayPass: "Автоматически — нет, но, по документации, позже новая операция может удаться.",
    ifSafe: (verdict: string) =>
      `Только запустив операцию заново и если её безопасно выполнить дважды: ${verdict}.`,
  },
} as const;

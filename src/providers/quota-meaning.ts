import { plainLine } from "../error/plain-line.js";
import type { ExplainedQuota } from "./details/explained-quota.js";
import type { Localized, Party, ProviderLocale, RowText } from "./provider.js";

/** What a quota means that is used up for long, and whose turn it is then. */
export interface QuotaMeaning {
  readonly text: Localized<RowText>;
  readonly who: readonly Party[];
}

/**
 * What a quota means that no pause of a call outlives: a limit of how much there may be, of a day and longer, or of
 * what was paid for. A table has one row for all quotas, and says to wait. `undefined` for any other quota.
 */
export function quotaMeaning(quota: ExplainedQuota | undefined): QuotaMeaning | undefined {
  const { id = "" } = quota ?? {};
  const limit = limitOf(quota);
  if (limit === undefined) return undefined;
  const name = plainLine(id);
  const text = { en: TEXTS.en[limit](name), ru: TEXTS.ru[limit](name) };
  const passes = limit === "day" || limit === "long";
  return { text, who: passes ? ["account-owner", "time"] : ["account-owner"] };
}

/** What a quota is used up for. */
type Limit = "amount" | "day" | "long" | "bill";

function limitOf({ kind, scope }: Partial<ExplainedQuota> = {}): Limit | undefined {
  switch (kind) {
    case "resource-limit":
      return "amount";
    case "billing":
    case "billing-words":
      return "bill";
    case "day-quota":
    case "day-quota-words":
      return scope === "day" ? "day" : "long";
    default:
      return undefined;
  }
}

type QuotaTexts = Readonly<Record<Limit, (id: string) => RowText>>;

const TEXTS: Readonly<Record<ProviderLocale, QuotaTexts>> = {
  en: {
    amount: (id) => ({
      what: `${id ? `Quota ${id}` : "A quota"} limits how much there may be at a time, and it is used up.`,
      fix: "Free some of what the quota counts, or ask for a larger one; waiting changes nothing.",
    }),
    day: (id) => ({
      what: `${id ? `Quota ${id}` : "A quota"} of a day is used up.`,
      fix: "Wait for the next day, or get a larger quota.",
    }),
    long: (id) => ({
      what: `${id ? `Quota ${id}` : "A quota"} of a longer time is used up.`,
      fix: "Wait until the quota renews itself, or get a larger one.",
    }),
    bill: () => ({
      what: "The account's plan or balance does not cover this: credits or a limit of spending are used up, or billing is off.",
      fix: "Check the plan and the billing of the account: pay, or raise the limit; a short wait does not help.",
    }),
  },
  ru: {
    amount: (id) => ({
      what: `Исчерпана квота${id && ` ${id}`}: она ограничивает, сколько всего может быть создано или занято.`,
      fix: "Освободите часть того, что учитывает квота, или запросите её увеличение; ожидание не поможет.",
    }),
    day: (id) => ({
      what: `Исчерпана дневная квота${id && ` ${id}`}.`,
      fix: "Дождитесь следующего дня или запросите увеличение квоты.",
    }),
    long: (id) => ({
      what: `Исчерпана квота${id && ` ${id}`} за длительный период.`,
      fix: "Дождитесь обновления квоты или запросите её увеличение.",
    }),
    bill: () => ({
      what: "Тариф или баланс аккаунта этого не покрывает: закончились средства, достигнут предел расходов или оплата отключена.",
      fix: "Проверьте тариф и оплату аккаунта: пополните баланс или увеличьте предел; недолгое ожидание не поможет.",
    }),
  },
};

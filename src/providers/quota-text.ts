import { plainLine } from "../error/plain-line.js";
import type { ExplainedQuota } from "./details/explained-quota.js";
import type { ProviderLocale, RowText } from "./provider.js";

/**
 * What a quota means that no pause of a call outlives: a limit of how much there may be, or of a day and longer. A
 * table has one row for all quotas, and says to wait. `undefined` for any other quota.
 */
export function quotaText(
  quota: ExplainedQuota | undefined,
  locale: ProviderLocale,
): RowText | undefined {
  const { kind, scope, id = "" } = quota ?? {};
  const texts = TEXTS[locale];
  const name = plainLine(id);
  if (kind === "resource-limit") return texts.amount(name);
  if (kind !== "day-quota" && kind !== "day-quota-words") return undefined;
  return scope === "day" ? texts.day(name) : texts.long(name);
}

type QuotaTexts = Readonly<Record<"amount" | "day" | "long", (id: string) => RowText>>;

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
  },
};

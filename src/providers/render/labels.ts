import type { QuotaScope } from "../../retry/retry-advice.js";
import type { Party, ProviderLocale } from "../provider.js";

/** The words around the texts of an explanation, in one language. */
export interface Labels {
  readonly meaning: string;
  readonly fix: string;
  readonly who: string;
  readonly retry: string;
  readonly fields: string;
  readonly permissions: string;
  readonly preconditions: string;
  readonly resource: string;
  readonly quota: string;
  readonly requestIds: string;
  readonly links: string;
  readonly source: string;
  readonly evidence: string;
  readonly parties: Readonly<Record<Party, string>>;
  readonly or: string;
  readonly more: (count: number) => string;
  readonly request: string;
  readonly scopes: Readonly<Record<QuotaScope, string>>;
  readonly unnamedQuota: string;
  readonly limit: string;
  readonly usage: string;
  readonly required: string;
  readonly free: (time: string, until: string) => string;
}

/** The words in each language. */
export const LABELS: Readonly<Record<ProviderLocale, Labels>> = {
  en: {
    meaning: "Meaning",
    fix: "What to do",
    who: "Whose turn",
    retry: "Retry",
    fields: "Fields",
    permissions: "Permissions",
    preconditions: "Conditions",
    resource: "Resource",
    quota: "Quota",
    requestIds: "Request ids",
    links: "Links",
    source: "Source",
    evidence: "Known by",
    parties: {
      caller: "the caller",
      "account-owner": "the account's owner",
      provider: "the service",
      time: "time (it passes by itself)",
      nobody: "nobody",
    },
    or: ", or",
    more: (count) => `and ${count} more`,
    request: "the request",
    scopes: { second: "per second", minute: "per minute", day: "per day", unknown: "" },
    unnamedQuota: "not named",
    limit: "limit",
    usage: "used",
    required: "needed",
    free: (time, until) => `free again in ${time}${until && `, at ${until}`}`,
  },
  ru: {
    meaning: "Что это значит",
    fix: "Что делать",
    who: "Чья очередь",
    retry: "Повтор",
    fields: "Поля",
    permissions: "Права",
    preconditions: "Условия",
    resource: "Ресурс",
    quota: "Квота",
    requestIds: "ID запросов",
    links: "Ссылки",
    source: "Источник",
    evidence: "Признаки",
    parties: {
      caller: "вызывающая сторона",
      "account-owner": "владелец аккаунта",
      provider: "сервис",
      time: "время (пройдёт само)",
      nobody: "никто",
    },
    or: " или",
    more: (count) => `и ещё ${count}`,
    request: "запрос",
    scopes: { second: "в секунду", minute: "в минуту", day: "в день", unknown: "" },
    unnamedQuota: "не названа",
    limit: "предел",
    usage: "занято",
    required: "нужно",
    free: (time, until) => `освободится через ${time}${until && `, в ${until}`}`,
  },
};

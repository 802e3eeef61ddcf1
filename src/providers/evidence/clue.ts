import type { Provider, ProviderLocale } from "../provider.js";

/** What an error is known by, the strongest kind first. */
export const CLUE_KINDS = [
  ...(["host", "domain", "type", "quota", "dialect", "body", "header", "link", "sdk"] as const),
] as const;

/** A kind of evidence. */
export type ClueKind = (typeof CLUE_KINDS)[number];

/** A piece of evidence for a provider. */
export interface Clue {
  readonly kind: ClueKind;
  readonly provider: Provider;
  /** What was found: a host, the name of a header. */
  readonly found: string;
}

const WORDS: Readonly<Record<ProviderLocale, Readonly<Record<ClueKind, string>>>> = {
  en: {
    host: "host",
    domain: "service named in ErrorInfo:",
    type: "message type",
    quota: "name of the quota:",
    dialect: "shape of the body:",
    body: "member of the body:",
    header: "header",
    link: "link to",
    sdk: "the SDK's error",
  },
  ru: {
    host: "хост",
    domain: "сервис назван в ErrorInfo:",
    type: "тип сообщения",
    quota: "название квоты:",
    dialect: "форма тела ответа:",
    body: "поле в теле ответа:",
    header: "заголовок",
    link: "ссылка на",
    sdk: "ошибка SDK",
  },
};

/** A clue in words: `host api.fireworks.ai`. */
export function tellClue({ kind, found }: Clue, locale: ProviderLocale): string {
  return `${WORDS[locale][kind]} ${found}`;
}

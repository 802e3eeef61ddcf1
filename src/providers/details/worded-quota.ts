import { searchedText } from "../../retry/searched-text.js";

/** How Yandex Cloud's services word an exceeded quota where no detail names it. */
const WORDINGS = [
  /(?:^|\s)([a-zA-Z][\w.-]{0,200}) (?:gauge|rate) quota limit exceed(?:ed)?(?:: allowed (\d{1,15}))?/,
  /\bQuota limit ([a-zA-Z][\w.-]{0,200}) exceeded\b/,
];

/** A quota that a message names in a form which programs can rely on. */
export interface WordedQuota {
  readonly id: string;
  readonly limit?: number;
}

/** The quota that a message names, in the wordings of Yandex Cloud's services. */
export function wordedQuota(message: string): WordedQuota | undefined {
  const text = searchedText(message);
  for (const wording of WORDINGS) {
    const [, id, limit] = wording.exec(text) ?? [];
    if (id !== undefined) return { id, ...(limit !== undefined && { limit: Number(limit) }) };
  }
  return undefined;
}

import type { ExplainedQuota } from "../details/explained-quota.js";
import type { ProviderLocale } from "../provider.js";
import { secondsText } from "../seconds-text.js";
import type { Labels } from "./labels.js";

/** A quota in words: its name, its numbers and when it is free again, then its description. */
export function quotaLines(
  quota: ExplainedQuota | undefined,
  labels: Labels,
  locale: ProviderLocale,
): readonly string[] {
  if (quota === undefined) return [];
  const { id, scope, limit, usage, required, delayMs, until = "", description = "" } = quota;
  const numbers = [
    [labels.limit, limit],
    [labels.usage, usage],
    [labels.required, required],
  ].flatMap(([label, number]) => (number === undefined ? [] : [`${label} ${number}`]));
  const time = until.replace("T", " ").replace(/\.\d+Z$/, " UTC");
  const free = delayMs === undefined ? "" : labels.free(secondsText(delayMs, locale), time);
  const facts = [id ?? labels.unnamedQuota, labels.scopes[scope], ...numbers, free];
  return [facts.filter(Boolean).join(", "), description];
}

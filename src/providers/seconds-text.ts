import type { ProviderLocale } from "./provider.js";

/** Units and how many seconds each has, the longest first. */
const UNITS = [
  [86_400, { en: "d", ru: "д" }],
  [3_600, { en: "h", ru: "ч" }],
  [60, { en: "min", ru: "мин" }],
  [1, { en: "s", ru: "с" }],
] as const;

/**
 * A time to wait in words, rounded up to whole seconds, in the two longest units: `34 s`, `2 min 5 s`, `1 d`.
 *
 * @param delayMs - in milliseconds.
 */
export function secondsText(delayMs: number, locale: ProviderLocale): string {
  let rest = Math.max(1, Math.ceil(delayMs / 1_000));
  const parts: string[] = [];
  for (const [seconds, unit] of UNITS) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0) parts.push(`${count} ${unit[locale]}`);
  }
  return parts.slice(0, 2).join(" ");
}

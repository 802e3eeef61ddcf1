import { showValue } from "../wire/show-value.js";
import type { ProviderLocale } from "./provider.js";

/**
 * The language of the texts for a locale: `"ru"` for `ru`, `ru-RU` and `ru_RU` in any case, else `"en"`.
 *
 * @throws TypeError for a locale that is no string.
 */
export function textLocale(locale: string | undefined): ProviderLocale {
  if (locale === undefined) return "en";
  if (typeof locale !== "string") {
    throw new TypeError(`locale must be a language tag such as "ru", not ${showValue(locale)}`);
  }
  return /^ru(?:[-_]|$)/i.test(locale) ? "ru" : "en";
}

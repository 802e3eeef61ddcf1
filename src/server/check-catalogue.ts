import { isObject } from "../wire/members.js";
import { showValue } from "../wire/show-value.js";
import type { Catalogue } from "./localize.js";

const isText = (value: unknown) => typeof value === "string" || typeof value === "function";

/** What a language may be called: loosely BCP 47, or `pt_BR` as POSIX writes it. */
const TAG = /^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*$/;

/**
 * Refuses a catalogue of texts that is none, once, where it is registered.
 *
 * @throws TypeError that names the language or the key, and the value.
 */
export function checkCatalogue(catalogue: Catalogue): void {
  if (!isObject(catalogue))
    throw new TypeError(`locales must be an object, not ${showValue(catalogue)}`);
  for (const [language, texts] of Object.entries(catalogue)) {
    if (!TAG.test(language)) throw new TypeError(`locales: ${showValue(language)} is no language`);
    if (!isObject(texts)) {
      throw new TypeError(`locales.${language} must be texts by reason, not ${showValue(texts)}`);
    }
    for (const [key, text] of Object.entries(texts)) {
      if (isText(text)) continue;
      throw new TypeError(
        `locales.${language}.${key} must be a text or a function, not ${showValue(text)}`,
      );
    }
  }
}

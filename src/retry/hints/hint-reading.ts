import { maskHeader } from "../../status/secrets.js";
import { shorten } from "../../wire/shorten.js";
import { showValue } from "../../wire/show-value.js";

/** What one source says of when to come back: a delay in milliseconds, or why what stands there is none. */
export type HintReading = { readonly delayMs: number } | { readonly ignored: string };

/** A year. Nobody means more, and nobody waits for it. */
const MAX_DELAY_MS = 365 * 24 * 3_600_000;

/** How much of a value is shown. */
const MAX_SHOWN = 60;

/** A delay that was read from a hint, as long as it makes sense. */
export function delayReading(name: string, delayMs: number): HintReading {
  if (delayMs >= 0 && delayMs <= MAX_DELAY_MS) return { delayMs };
  return { ignored: `${name} of ${delayMs} ms is ${delayMs < 0 ? "negative" : "over a year"}` };
}

/** Why the value of a header is none of what it should be. */
export function ignoredHeader(name: string, value: string, wanted: string): HintReading {
  const shown = maskHeader(name.toLowerCase(), shorten(value, MAX_SHOWN));
  return { ignored: `${name} ${showValue(shown)} is no ${wanted}` };
}

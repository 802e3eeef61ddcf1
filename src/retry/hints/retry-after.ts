import type { RpcError } from "../../error/rpc-error.js";
import { headerNumbers, headerTexts } from "./header-texts.js";
import { delayReading, type HintReading, ignoredHeader } from "./hint-reading.js";
import { parseHttpDate } from "./http-date.js";

/** A number without sign, exponent or spaces. */
const NUMBER = /^\d{1,15}(?:\.\d{1,15})?$/;

/** What each `retry-after-ms` says: milliseconds. Azure and OpenAI send it. */
export function readRetryAfterMs(error: RpcError): readonly HintReading[] {
  const name = "retry-after-ms";
  return headerNumbers(error, name).map((value) =>
    NUMBER.test(value)
      ? delayReading(name, Number(value))
      : ignoredHeader(name, value, "number of milliseconds"),
  );
}

/**
 * What each `Retry-After` says: seconds, with decimals too, or a date; one that is over means now.
 *
 * @param now - in milliseconds since 1970.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
export function readRetryAfter(error: RpcError, now: number): readonly HintReading[] {
  const name = "Retry-After";
  return headerTexts(error, name).map((value) => {
    const [first = ""] = value.split(",", 1).map((one) => one.trim());
    if (NUMBER.test(first)) return delayReading(name, Number(first) * 1_000);
    const date = parseHttpDate(value, now);
    return date === undefined
      ? ignoredHeader(name, value, "time")
      : delayReading(name, Math.max(0, date - now));
  });
}

import { type HeadersLike, headerValues } from "../wire/headers.js";

/** The header by which Yandex Cloud sets the pace of the polls. */
const HEADER = "x-operation-poll-interval";

/** A zero must not make of a poll a loop. */
const LEAST_MS = 100;
const MOST_MS = 3_600_000;

/**
 * The pause before the next poll that the headers of an answer ask for, in milliseconds: whole seconds, not
 * less than 100 ms and not more than an hour. `undefined` where they ask for none that makes sense. Total.
 *
 * @see https://github.com/yandex-cloud/go-sdk
 */
export function pollIntervalMs(headers: HeadersLike): number | undefined {
  for (const value of headerValues(headers, HEADER)) {
    if (typeof value !== "string" || !/^\d{1,20}$/.test(value)) continue;
    return Math.min(MOST_MS, Math.max(LEAST_MS, Number(value) * 1_000));
  }
  return undefined;
}

/** The time over which a quota counts. `"longer"` is longer than a day. */
export type QuotaPeriod = "second" | "minute" | "hour" | "day" | "longer";

/** From the longest to the shortest: the longest of several keeps the call from succeeding longest. */
const PERIODS: readonly (readonly [QuotaPeriod, RegExp])[] = [
  [
    "longer",
    /per[\s_-]?(?:week|month|year)|\b(?:week|month|year)ly\b|\d ?\/ ?(?:week|month|year)\b/i,
  ],
  ["day", /per[\s_-]?day|daily|\d ?\/ ?d(?:ay)?\b|\b[RT]PD\b|\b(?:requests|tokens) a day\b/i],
  ["hour", /per[\s_-]?hour|hourly|\d ?\/ ?h(?:our)?\b/i],
  ["minute", /per[\s_-]?minute|per[\s_-]min\b|\d ?\/ ?min(?:ute)?\b|\b[RTI]PM\b/i],
  ["second", /per[\s_-]?second|per[\s_-]sec\b|\d ?\/ ?s(?:ec(?:ond)?)?\b|\b[QR]PS\b/i],
];

/**
 * The period that is named in an id or text: `GenerateRequestsPerDayPerProjectPerModel`, `1/min/{project}`,
 * "requests per minute". The longest of several.
 */
export function quotaPeriod(text: string): QuotaPeriod | undefined {
  return PERIODS.find(([, pattern]) => pattern.test(text))?.[0];
}

/** The longest of some periods. */
export function longestPeriod(
  periods: readonly (QuotaPeriod | undefined)[],
): QuotaPeriod | undefined {
  return PERIODS.find(([period]) => periods.includes(period))?.[0];
}

const MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec";
const DAYS = "Mon|Tue|Wed|Thu|Fri|Sat|Sun";
const LONG_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday";
const TIME = "(?<hour>\\d{2}):(?<minute>\\d{2}):(?<second>\\d{2})";

/** The form of today, that of RFC 850, and that of C's `asctime`. */
const FORMS: readonly RegExp[] = /* @__PURE__ */ [
  `^(?:${DAYS}), (?<day>\\d{2}) (?<month>${MONTHS}) (?<year>\\d{4}) ${TIME} GMT$`,
  `^(?:${LONG_DAYS}), (?<day>\\d{2})-(?<month>${MONTHS})-(?<year>\\d{2}) ${TIME} GMT$`,
  `^(?:${DAYS}) (?<month>${MONTHS}) (?<day>[ \\d]\\d) ${TIME} (?<year>\\d{4})$`,
].map((form) => new RegExp(form));

/**
 * Reads a date of HTTP in any of its three forms. The name of the weekday is not compared with the date.
 *
 * @param now - in milliseconds since 1970; a year of two digits is the nearest that is not over 50 years ahead.
 * @returns milliseconds since 1970; `undefined` for anything else.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-date-time-formats
 */
export function parseHttpDate(text: string, now: number): number | undefined {
  if (text.length > 40) return undefined;
  const found = FORMS.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined);
  if (found === undefined) return undefined;
  const { year = "", month = "" } = found;
  const [day, hour, minute, second] = [found.day, found.hour, found.minute, found.second].map(
    Number,
  ) as [number, number, number, number];
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const fullYear = year.length === 2 ? nearestYear(Number(year), now) : Number(year);
  const index = MONTHS.split("|").indexOf(month);
  const date = new Date(0);
  date.setUTCFullYear(fullYear, index, day);
  // The 31st of a month that has 30 days would be the first of the next.
  if (date.getUTCDate() !== day || date.getUTCMonth() !== index) return undefined;
  date.setUTCHours(hour, minute, second);
  return date.getTime();
}

function nearestYear(twoDigits: number, now: number): number {
  const thisYear = new Date(now).getUTCFullYear();
  const year = thisYear - (thisYear % 100) + twoDigits;
  if (year > thisYear + 50) return year - 100;
  return year <= thisYear - 50 ? year + 100 : year;
}

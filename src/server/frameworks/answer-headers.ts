import { headerValues } from "../../wire/headers.js";

/** Headers that belong to a status, not to the body of an answer: of 405, 416, 429 and 401. */
const NAMES = ["allow", "content-range", "retry-after", "www-authenticate"];

/** What a header may hold, whoever sends it on. */
const VALUE = /^[\x20-\x7e]{1,1000}$/;

/** The headers of an answer that was to be, as far as they say something about its status. */
export function answerHeaders(headers: unknown): [string, string][] {
  return NAMES.flatMap((name) =>
    headerValues(headers, name)
      .filter((value) => typeof value === "string")
      .filter((value) => VALUE.test(value))
      .map((value): [string, string] => [name, value]),
  );
}

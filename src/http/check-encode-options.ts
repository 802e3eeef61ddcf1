import { isObject } from "../wire/members.js";
import { showValue } from "../wire/show-value.js";
import { BODY_ENCODERS } from "./body-encoders.js";
import { isLegalHeader } from "./legal-header.js";

/** What each option has to be. */
const OPTIONS: Readonly<Record<string, readonly [(value: unknown) => boolean, string]>> = {
  request: [isObject, "a request"],
  dialect: [
    (value) => typeof value === "string" && Object.hasOwn(BODY_ENCODERS, value),
    `one of ${Object.keys(BODY_ENCODERS).join(", ")}`,
  ],
  accept: [(value) => typeof value === "string", "the text of an Accept header"],
  // Its members are checked by its own layer.
  policy: [isObject, "an object"],
  wwwAuthenticate: [
    (value) => typeof value === "string" && isLegalHeader("www-authenticate", value),
    "a challenge such as Bearer",
  ],
};

/** @throws TypeError that names the option and its value, where one is wrong. */
export function checkEncodeOptions(options: object): void {
  if (!isObject(options))
    throw new TypeError(`options must be an object, not ${showValue(options)}`);
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(OPTIONS, name)) throw new TypeError(`there is no option ${name}`);
    const [fits, wanted] = OPTIONS[name] as (typeof OPTIONS)[string];
    if (value !== undefined && !fits(value)) {
      throw new TypeError(`${name} must be ${wanted}, not ${showValue(value)}`);
    }
  }
}

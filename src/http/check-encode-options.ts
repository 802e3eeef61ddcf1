import { checkMembers, type MemberCheck, unknownMembers } from "../wire/check-members.js";
import { isObject } from "../wire/members.js";
import { showValue } from "../wire/show-value.js";
import { BODY_ENCODERS } from "./body-encoders.js";
import { isLegalHeader } from "./legal-header.js";

/** What each option has to be. */
const OPTIONS: Readonly<Record<string, MemberCheck>> = {
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
  const [unknown] = unknownMembers(options, OPTIONS);
  if (unknown !== undefined) throw new TypeError(`there is no option ${unknown}`);
  checkMembers<object>(options, OPTIONS);
}

import { constantName } from "../dialects/made-details.js";

/** Longest reason, by the comments of google.rpc.ErrorInfo; a slug is not read much further. */
const MAX_REASON = 63;
const MAX_SLUG = 200;

/**
 * The word of a validation library for a kind of fault as a `reason`: `string.min_len` gives
 * `STRING_MIN_LEN`, `minLength` gives `MIN_LENGTH`. Empty where no reason can be made of it.
 *
 * @see https://google.aip.dev/193#errorinfo-payload
 */
export function reasonName(slug: unknown): string {
  if (typeof slug !== "string") return "";
  const words = slug.slice(0, MAX_SLUG).replace(/([a-z\d])([A-Z])/g, "$1_$2");
  const name = constantName(words).replace(/^[^A-Z]+/, "");
  const reason = name.slice(0, MAX_REASON).replace(/_$/, "");
  return reason.length < 3 ? "" : reason;
}

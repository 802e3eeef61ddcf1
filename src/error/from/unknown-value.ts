import { MASK } from "../../status/secrets.js";
import { isError, members } from "../../wire/members.js";
import { shorten } from "../../wire/shorten.js";

/** How much of a value that is no error goes into a message. */
const MAX_TEXT = 500;

/** undici and grpc-js repeat the header and the address that they refuse, and a key may stand in either. */
const REFUSED =
  /^(Headers\.\w+:|Metadata string value|Failed to parse URL|Request cannot be constructed).*/s;

/** A message for a value of no known shape: an error's own, or the value as text. Total. */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return shorten(value, MAX_TEXT);
  if (typeof value === "object" && value !== null) {
    const { message, name } = members(value, "message", "name");
    if (typeof message === "string" && message !== "")
      return message.replace(REFUSED, `$1 ${MASK}`);
    if (isError(value) && typeof name === "string") return name;
    return "an object was thrown";
  }
  if (typeof value === "symbol") return shorten(String(value), MAX_TEXT);
  try {
    return `${shorten(String(value), MAX_TEXT)} was thrown`;
  } catch {
    return typeof value;
  }
}

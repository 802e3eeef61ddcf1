import { isError, members } from "../../wire/members.js";

/** How much of a value that is no error goes into a message. */
const MAX_TEXT = 500;

/** A message for a value of no known shape: an error's own, or the value as text. Total. */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return shorten(value);
  if (typeof value === "object" && value !== null) {
    const { message, name } = members(value, "message", "name");
    if (typeof message === "string" && message !== "") return message;
    if (isError(value) && typeof name === "string") return name;
    return "an object was thrown";
  }
  if (typeof value === "symbol") return shorten(String(value));
  try {
    return `${shorten(String(value))} was thrown`;
  } catch {
    return typeof value;
  }
}

function shorten(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  // Half a character at the end would not survive the way to a client.
  return `${text.slice(0, MAX_TEXT).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

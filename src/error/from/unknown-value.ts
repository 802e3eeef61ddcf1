/** How much of a value that is no error goes into a message. */
const MAX_TEXT = 500;

/** A message for a value of no known shape: an error's own, or the value as text. */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return shorten(value);
  if (typeof value === "object" && value !== null) {
    const { message } = value as { message?: unknown };
    if (typeof message === "string") return message;
    return value instanceof Error ? value.name : "an object without a message was thrown";
  }
  return typeof value === "symbol" ? value.toString() : `${String(value)} was thrown`;
}

function shorten(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

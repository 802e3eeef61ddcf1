/** A text of at most `max` characters, and an ellipsis where it was longer; never half a character. */
export function shorten(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** A text of at most `max` characters, and an ellipsis where it was longer; never half a character. */
export function shorten(text: string, max: number): string {
  return text.length <= max ? text : `${beginningOf(text, max).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** At most the first `max` characters of a text. What is cut off does not stay in memory with them. */
export function beginningOf(text: string, max: number): string {
  // Engines make a slice a view of the whole text, which JSON.parse, making a string of its own, does not.
  return text.length <= max ? text : (JSON.parse(JSON.stringify(text.slice(0, max))) as string);
}

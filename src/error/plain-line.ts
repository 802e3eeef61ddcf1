/** How much of a text one line shows: enough for any sentence, and no flood. */
const MAX_LINE = 1_000;

/**
 * Text of a peer as one line: control characters, which could move a terminal's cursor, fake a line of
 * a log or turn its direction, become spaces, and what is longer than a thousand characters is cut.
 */
export function plainLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
  const line = text
    .slice(0, MAX_LINE)
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g, " ");
  return text.length > MAX_LINE ? `${line}…` : line;
}

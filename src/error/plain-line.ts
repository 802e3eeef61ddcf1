/**
 * Text of a peer as one line: control characters, which could move a terminal's cursor or fake a line
 * of a log, become spaces.
 */
export function plainLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
}

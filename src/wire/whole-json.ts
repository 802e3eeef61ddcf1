/** Longest text that is parsed as a whole. */
const MAX_TEXT = 1_048_576;

/** The value of a JSON text, and how many marks (brackets, commas, colons) it took to write it. */
export interface WholeJson {
  readonly value: unknown;
  readonly marks: number;
}

/**
 * Parses a text that is a string, a list or an object of JSON and nothing else, but for white space and a
 * byte order mark before it. Total.
 *
 * @param maxMarks - how many marks the text may have: what JSON.parse takes for a text of nothing but brackets, or
 *   of a hundred thousand different names, is many times what it takes for an error of the same size.
 * @returns `undefined` for any other text, and for one that is too long or too full of marks.
 */
export function readWholeJson(text: string, maxMarks: number): WholeJson | undefined {
  const start = text.search(/[^\s\uFEFF]/);
  if (text.length > MAX_TEXT || !/["[{]/.test(text[start] ?? "")) return undefined;
  const marks = countMarks(text);
  if (marks > maxMarks) return undefined;
  try {
    return { value: JSON.parse(text.slice(start)), marks };
  } catch {
    return undefined;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Brackets that open, commas and colons, as far as they stand outside of strings. */
function countMarks(text: string): number {
  let marks = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === QUOTE) quoted = !quoted;
    else if (quoted) i += unit === BACKSLASH ? 1 : 0;
    else if (unit === 0x7b || unit === 0x5b || unit === 0x2c || unit === 0x3a) marks++;
  }
  return marks;
}

/**
 * A text in lines of at most `width` columns, broken between words. A word that is longer, such as an address or an
 * id, stays whole: nobody could copy it otherwise.
 */
export function wrapWords(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const word of text.split(/ +/).filter((one) => one !== "")) {
    const columns = columnsOf(word);
    if (line !== "" && used + 1 + columns > width) {
      lines.push(line);
      line = "";
      used = 0;
    }
    used += line === "" ? columns : columns + 1;
    line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}

/** How many columns of a terminal a text takes, near enough: marks take none, what is full-width takes two. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text)
    columns += NO_COLUMN.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
}

const NO_COLUMN = /^[\p{M}\p{Cf}]$/u;
/** Scripts of East Asia, full-width forms and pictures. */
const WIDE =
  /^[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]$/u;

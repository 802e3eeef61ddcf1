/**
 * The beginning of a text that is not wider than a terminal's line, and an ellipsis where there was more.
 *
 * @param columns - how wide it may be; a letter of Latin is one wide, one of Chinese two.
 */
export function fitLine(text: string, columns: number): string {
  let width = 0;
  let fitting = "";
  for (const letter of text) {
    width += widthOf(letter);
    if (width > columns) return `${fitting}…`;
    // As much as leaves room for the ellipsis.
    if (width < columns) fitting += letter;
  }
  return text;
}

/** Not less than its length, by which spinners count the lines that they have to clear. */
function widthOf(letter: string): number {
  return Math.max(letter.length, WIDE.test(letter) ? 2 : 1);
}

const WIDE =
  /[\p{Extended_Pictographic}\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

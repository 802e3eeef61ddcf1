/** How much of a text is searched for words. */
const MAX_TEXT = 16_384;

/** The part of a text that patterns are run over: a text of the wire may be of any length. */
export function searchedText(text: string): string {
  return text.slice(0, MAX_TEXT);
}

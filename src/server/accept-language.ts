/** How much of a header is read. */
const MAX_CHARACTERS = 1000;
const MAX_TAGS = 32;

/** A tag, or `*`, and its weight. Blanks are bounded: of two runs side by side each would try all lengths. */
const RANGE =
  /^\s{0,9}(\*|[A-Za-z]{1,8}(?:[-_][A-Za-z0-9]{1,8})*)\s{0,9}(?:;\s{0,9}q\s{0,9}=\s{0,9}([\d.]{1,9})\s{0,9})?$/i;

/**
 * The languages that an `accept-language` header asks for, the most wanted first: by weight, then as they
 * stand. `*` stands for any. Those of weight 0 are left out, as is what is no tag.
 *
 * @param header - its first 1,000 characters and 32 tags are read.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4
 */
export function parseAcceptLanguage(header: string): string[] {
  if (typeof header !== "string") return [];
  const entries = header.slice(0, MAX_CHARACTERS).split(",");
  // Where the header is cut off, half a tag may stand.
  if (header.length > MAX_CHARACTERS) entries.pop();
  const wanted = entries
    .flatMap(readRange)
    .slice(0, MAX_TAGS)
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return [...new Set(wanted.map(({ tag }) => tag))];
}

function readRange(entry: string): { readonly tag: string; readonly weight: number }[] {
  const [, tag, weight = "1"] = RANGE.exec(entry) ?? [];
  const number = Number(weight);
  return tag === undefined || Number.isNaN(number) ? [] : [{ tag, weight: Math.min(number, 1) }];
}

import { beginningOf, shorten } from "../wire/shorten.js";

/** How much of a page is read: its head and the first words of its body. */
const MAX_PAGE = 16_384;
/** How much of a page or a text becomes a message: a sentence or two. */
const MAX_MESSAGE = 200;

/** Whether a text is a page of HTML, or a document of XML. */
export function isHtml(text: string): boolean {
  return /^\s*<(!doctype|html|head|title|body|center|h\d|p|div|a|pre|\?xml|error)\b/i.test(
    text.slice(0, 500),
  );
}

/** What a page says in a line: its title, else its first heading, else its first words. Linear. */
export function htmlMessage(page: string): string {
  const shown = beginningOf(page, MAX_PAGE).replace(UNSEEN, " ");
  let tries = 0;
  for (const { index, 0: tag } of shown.matchAll(HEADING)) {
    if (++tries > MAX_HEADINGS) break;
    const start = index + tag.length;
    const heading = plain(shown.slice(start, start + MAX_HEADING).split(HEADING_END, 1)[0] ?? "");
    if (heading !== "") return textMessage(heading);
  }
  return textMessage(plain(shown));
}

/** How many headings are tried: the first ones may be empty. */
const MAX_HEADINGS = 16;
/** How much of a heading is read, markup in it included. */
const MAX_HEADING = 400;
// The bounds keep a page of nothing but opening tags from being read once for each of them.
const HEADING = /<(?:title|h[1-3]|message)\b[^<>]{0,200}>/gi;
const HEADING_END = /<\/(?:title|h[1-3]|message)/i;
const UNSEEN = /<(script|style)\b[^<]*(?:<(?!\/\1)[^<]*){0,100}<\/\1[^<>]{0,20}>/gi;

function plain(markup: string): string {
  return markup
    .replace(/<[^<>]*>/g, " ")
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,8}));/gi, entity)
    .replace(/\s+/g, " ")
    .trim();
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  nbsp: " ",
};

function entity(all: string, decimal?: string, hex?: string, name = ""): string {
  if (name !== "") return ENTITIES[name.toLowerCase()] ?? all;
  const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
  return code <= 0x10ffff ? String.fromCodePoint(code) : "";
}

/** A text as a message: all of it where it is short, else its first line, at most 200 characters. */
export function textMessage(text: string): string {
  const trimmed = beginningOf(text, MAX_PAGE).trim();
  if (trimmed.length <= MAX_MESSAGE) return trimmed;
  const sentence = /^[^\n]*?[.!?](?=\s)/.exec(trimmed.slice(0, MAX_MESSAGE))?.[0];
  return sentence ?? shorten(trimmed.split("\n", 1)[0] ?? "", MAX_MESSAGE - 1);
}

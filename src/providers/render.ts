import { plainLine } from "../error/plain-line.js";
import { showValue } from "../wire/show-value.js";
import type { Explanation } from "./explanation.js";
import { type Paint, painter } from "./render/paint.js";
import { type Entry, type Section, sectionsOf } from "./render/sections.js";
import { columnsOf, wrapWords } from "./render/wrap-words.js";
import { textLocale } from "./text-locale.js";

/** How {@link render} writes. */
export interface RenderOptions {
  /** Columns of the terminal, from 20; `Infinity` breaks no line. Default: 80. */
  readonly width?: number;
  /** Whether escape sequences colour it, for light and dark terminals alike. Default: false. */
  readonly colours?: boolean;
  /** Language of the words around the texts, as a BCP 47 tag. Default: that of the explanation. */
  readonly locale?: string;
}

/** From this width on the labels have a column of their own. */
const WIDE = 60;

/**
 * An explanation as text for a terminal or a log: code and message, then what it means, what to do, whose turn it
 * is, whether to try again, what the details tell, request ids, links, and where it was read. Control characters
 * become spaces; lines have no trailing spaces, and there is none after the last.
 *
 * @example
 * process.stderr.write(`${render(explain(error), { width: process.stderr.columns })}\n`);
 *
 * @throws TypeError that names the option, for a wrong one.
 */
export function render(explanation: Explanation, options: RenderOptions = {}): string {
  const { width = 80, colours = false } = options;
  if (typeof width !== "number" || !(width >= 20)) {
    throw new TypeError(`width must be a number of columns from 20, not ${showValue(width)}`);
  }
  if (typeof colours !== "boolean") {
    throw new TypeError(`colours must be true or false, not ${showValue(colours)}`);
  }
  const locale = options.locale === undefined ? explanation.locale : textLocale(options.locale);
  const paint = painter(colours);
  const sections = sectionsOf(explanation, locale);
  const column = Math.max(...sections.map(({ label }) => columnsOf(label))) + 2;
  const blocks = sections.map((section) =>
    width >= WIDE ? beside(section, { width, column, paint }) : below(section, { width, paint }),
  );
  return [...heading(explanation, { width, paint }), ...blocks.flat()].join("\n");
}

interface Layout {
  readonly width: number;
  readonly paint: Paint;
}

function heading(explanation: Explanation, { width, paint }: Layout): string[] {
  const { code, codeName, httpStatus, provider, message, localizedMessage } = explanation;
  const title = [
    `${codeName} (${code})`,
    httpStatus === undefined ? "" : `HTTP ${httpStatus}`,
    provider?.title ?? "",
  ].filter(Boolean);
  const [first = "", ...rest] = wrapWords(plainLine(title.join(", ")), width);
  const texts = [message, localizedMessage ?? ""].flatMap((text) =>
    wrapWords(plainLine(text), width),
  );
  const lead = first.startsWith(codeName) ? codeName : "";
  return [paint(lead, "bold", "red") + first.slice(lead.length), ...rest, ...texts, ""];
}

/** The label in front of the first line. */
function beside(section: Section, layout: Layout & { readonly column: number }): string[] {
  const { width, column, paint } = layout;
  const { label } = section;
  const margin = " ".repeat(column);
  const first = paint(label, "bold") + " ".repeat(column - columnsOf(label));
  return sectionLines(section, { width: width - column, paint }).map(
    (line, at) => `${at === 0 ? first : margin}${line}`,
  );
}

/** The label above the lines. */
function below(section: Section, { width, paint }: Layout): string[] {
  const lines = sectionLines(section, { width: width - 2, paint });
  return [paint(section.label, "bold"), ...lines.map((line) => `  ${line}`)];
}

/** How far lines after an entry's first are set in, where one has to see where the next begins. */
const HANGING = 2;

function sectionLines({ entries, isList }: Section, layout: Layout): string[] {
  const hanging = isList ? HANGING : 0;
  return entries.flatMap((entry) => entryLines(entry, { ...layout, hanging }));
}

function entryLines(
  { text, style, lead = "" }: Entry,
  { width, hanging, paint }: Layout & { readonly hanging: number },
): string[] {
  const plain = plainLine(text).split(/ +/).filter(Boolean).join(" ");
  const [first = ""] = wrapWords(plain, width);
  const others = wrapWords(plain.slice(first.length), width - hanging);
  const margin = " ".repeat(hanging);
  // Painted without the margin: a dim blank is one that nobody needs.
  if (style !== undefined) {
    return [paint(first, style), ...others.map((line) => margin + paint(line, style))];
  }
  const isLed = lead !== "" && first.startsWith(lead);
  const begin = isLed ? paint(lead, "cyan") + first.slice(lead.length) : first;
  return [begin, ...others.map((line) => margin + line)];
}

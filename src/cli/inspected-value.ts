/** A value as `util.inspect` prints it: text, bytes, or a list of them. What it hides is `undefined`. */
export type InspectedValue = string | InspectedBytes | readonly InspectedValue[] | undefined;

/** The bytes of a Buffer. Node prints the first fifty. */
export interface InspectedBytes {
  readonly bytes: Uint8Array;
  /** How many more there were. */
  readonly missing: number;
}

/** A value and where the text goes on after it. */
interface Read {
  readonly value: InspectedValue;
  readonly end: number;
}

/** How many values of one list are read: headers have a few. */
const MAX_LIST = 100;

/** Reads the value that begins at `start`, of the few kinds that headers and texts are. */
export function readInspected(text: string, start: number): Read | undefined {
  return readText(text, start) ?? readBuffer(text, start) ?? readList(text, start);
}

const QUOTES = "'\"`";
const PLUS = /\s*\+\s*(?=['"`])/y;

/** A text in quotes; inspect breaks a long one at its line breaks and joins the parts with a plus. */
function readText(text: string, start: number): Read | undefined {
  let value: string | undefined;
  let end = start;
  for (let at: number | undefined = start; at !== undefined; at = matchAt(PLUS, text, end)?.end) {
    const close = closingQuote(text, at);
    if (close === undefined) break;
    value = (value ?? "") + unescaped(text.slice(at + 1, close));
    end = close + 1;
  }
  return value === undefined ? undefined : { value, end };
}

/** Where the text in quotes that begins at `start` ends. */
export function closingQuote(text: string, start: number): number | undefined {
  const quote = text.charAt(start);
  if (quote === "" || !QUOTES.includes(quote)) return undefined;
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === quote) return at;
  }
  return undefined;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  b: "\b",
  f: "\f",
  v: "\v",
};

function unescaped(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|([\s\S]))/gi,
    (_, byte?: string, unit?: string, letter = "") => {
      const hex = byte ?? unit;
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      return ESCAPES[letter] ?? letter;
    },
  );
}

const BUFFER = /<Buffer((?: [0-9a-f]{2})*)(?: \.\.\. (\d{1,12}) more bytes?)?>/y;

function readBuffer(text: string, start: number): Read | undefined {
  const buffer = matchAt(BUFFER, text, start);
  if (buffer === undefined) return undefined;
  const [, hex = "", missing = "0"] = buffer.match;
  const bytes = Buffer.from(hex.replaceAll(" ", ""), "hex");
  return { value: { bytes, missing: Number(missing) }, end: buffer.end };
}

const HIDDEN = /\[(?:Array|Object|Circular[^\]]{0,20})\]/y;
const OPEN = /\[\s*/y;
const COMMA = /\s*,\s*/y;
const CLOSE = /,?\s*\]/y;

function readList(text: string, start: number): Read | undefined {
  const hidden = matchAt(HIDDEN, text, start);
  if (hidden !== undefined) return { value: undefined, end: hidden.end };
  let end = matchAt(OPEN, text, start)?.end;
  const values: InspectedValue[] = [];
  while (end !== undefined && values.length < MAX_LIST) {
    const close = matchAt(CLOSE, text, end);
    if (close !== undefined) return { value: values, end: close.end };
    // No lists in lists: headers have none, and depth would have to be bounded.
    const item = readText(text, end) ?? readBuffer(text, end);
    if (item === undefined) return undefined;
    values.push(item.value);
    end = matchAt(COMMA, text, item.end)?.end ?? item.end;
  }
  return undefined;
}

function matchAt(
  pattern: RegExp,
  text: string,
  start: number,
): { match: RegExpExecArray; end: number } | undefined {
  pattern.lastIndex = start;
  const match = pattern.exec(text);
  return match === null ? undefined : { match, end: pattern.lastIndex };
}

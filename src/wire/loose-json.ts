import type { JsonValue } from "@bufbuild/protobuf";

/** How deep containers may nest: deeper than any error, and far from the end of the stack. */
const MAX_DEPTH = 64;

/** A value found in a text, and where what follows it begins. */
export interface LooseJson {
  readonly value: JsonValue;
  readonly end: number;
}

/**
 * Reads one JSON value the way people and programs print it: with Python's quotes, `None` and `True`,
 * with stray commas, unquoted words, white space of any kind, or cut off in the middle. Total and linear: it
 * reads each character once, and stops where nothing makes sense any more.
 *
 * @param start - where the value begins.
 */
export function readLooseJson(text: string, start = 0): LooseJson {
  let at = start;
  return { value: readValue(0), end: Math.min(at, text.length) };

  function readValue(depth: number): JsonValue {
    skip(SPACE);
    const letter = text[at];
    if (letter === "{" && depth < MAX_DEPTH) return readObject(depth + 1);
    if ((letter === "[" || letter === "(") && depth < MAX_DEPTH) return readList(depth + 1);
    // u'text' and b'text' are strings of Python.
    if ((letter === "u" || letter === "b") && isQuote(text[at + 1])) at++;
    return isQuote(text[at]) ? readString(text[at++] as string) : readWord();
  }

  function readObject(depth: number): JsonValue {
    const entries: [string, JsonValue][] = [];
    at++;
    while (!atEnd("}")) {
      const from = at;
      const key = String(readValue(MAX_DEPTH));
      skip(SPACE);
      if (text[at] !== ":") {
        if (at === from) break;
        continue;
      }
      at++;
      entries.push([key, readValue(depth)]);
    }
    // Makes own members of all names, __proto__ too.
    return Object.fromEntries(entries);
  }

  function readList(depth: number): JsonValue {
    const values: JsonValue[] = [];
    at++;
    while (!atEnd("])")) {
      const from = at;
      const value = readValue(depth);
      if (at === from) break;
      values.push(value);
    }
    return values;
  }

  /** Passes what separates members; true at the closing bracket, which is passed too, and at the end. */
  function atEnd(closing: string): boolean {
    skip(SEPARATORS);
    if (at >= text.length) return true;
    if (!closing.includes(text[at] as string)) return false;
    at++;
    return true;
  }

  function readString(quote: string): string {
    let value = "";
    let from = at;
    for (; at < text.length && !endsString(quote); at++) {
      if (text[at] !== "\\") continue;
      value += text.slice(from, at++) + readEscape();
      from = at + 1;
    }
    value += text.slice(from, at++);
    return value;
  }

  /** A quote ends a string where it can: inside of a sentence it belongs to the sentence. */
  function endsString(quote: string): boolean {
    if (text[at] !== quote) return false;
    AFTER_STRING.lastIndex = at + 1;
    return AFTER_STRING.test(text);
  }

  /** Reads what follows a backslash, and stays on its last letter. */
  function readEscape(): string {
    const letter = text[at] ?? "";
    const digits = letter === "u" ? 4 : letter === "x" ? 2 : 0;
    const code = text.slice(at + 1, at + 1 + digits);
    if (digits === 0 || !/^[\da-f]+$/i.test(code)) return ESCAPES[letter] ?? letter;
    at += code.length;
    // The end of the text cut it off.
    if (code.length < digits) return "";
    return String.fromCharCode(Number.parseInt(code, 16));
  }

  function readWord(): JsonValue {
    const from = at;
    skip(WORD);
    const word = text.slice(from, at);
    if (Object.hasOwn(WORDS, word)) return WORDS[word] as JsonValue;
    return /^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(word) ? Number(word) : word;
  }

  function skip(pattern: RegExp): void {
    pattern.lastIndex = at;
    if (pattern.test(text)) at = pattern.lastIndex;
  }
}

function isQuote(letter: string | undefined): boolean {
  return letter === '"' || letter === "'";
}

// White space also as it stands in a printed string of bytes: a backslash and a letter.
const SPACE = /(?:[\s\uFEFF\0]|\\[nrt])*/y;
const SEPARATORS = /(?:[\s\uFEFF\0,;]|\\[nrt])*/y;
// The bound keeps a text of quotes and spaces from being read once for each quote.
const AFTER_STRING = /(?:[\s\0]|\\[nrt]){0,100}(?:[,:;}\])]|$)/y;
const WORD = /(?:(?!\\[nrt])[^\s,:;{}[\]()"'])*/y;
const WORDS: Readonly<Record<string, JsonValue>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  null: null,
  None: null,
};
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

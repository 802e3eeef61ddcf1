/** Something in a text that looks as if it were different in the next error. */
export interface VariablePart {
  /** What it looks like, such as "a number". */
  readonly kind: string;
  readonly text: string;
}

/** Characters of a text that are searched. */
const MAX_SEARCHED = 4000;

/** Stands where a known value stood. */
const KNOWN = "\uFFFC";

/**
 * What looks variable, the larger before what may be a part of it. A digit inside of a word (`UTF-8`, `v1`)
 * does not.
 */
const KINDS: readonly (readonly [kind: string, pattern: RegExp])[] = [
  [
    "a quoted text",
    /"[^"\n]{1,100}"|“[^”\n]{1,100}”|«[^»\n]{1,100}»|`[^`\n]{1,100}`|(?<!\w)'[^'\n]{1,100}'(?!\w)/g,
  ],
  ["an e-mail address", /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g],
  ["a UUID", /(?<!\w)[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?!\w)/gi],
  ["a resource name", /(?<![\w/.-])[a-z][\w-]{0,62}s(?:\/[\w~%\uFFFC-]+(?:\.[\w~%-]+)*)+/gi],
  ["a time", /(?<!\w)\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?Z?)?(?!\w)/g],
  ["an id", /(?<!\w)(?=[a-z\d]{0,63}\d)(?=\d{0,63}[a-z])(?:[\da-f]{8,64}|[a-z\d]{12,64})(?!\w)/gi],
  ["a number", /(?<!\w)(?<!\w[-.])\d+(?:[.,:]\d+)*(?=(?:%|ms|min|[KMGT]?i?B|[smhd])?(?!\w))/g],
];

/** The variable parts of a text that stand in none of the known values. */
export function variableParts(text: string, known: readonly string[]): VariablePart[] {
  const values = known.filter((value) => value !== "").sort((a, b) => b.length - a.length);
  // Where a link leads is no part of the sentence.
  const start = text.slice(0, MAX_SEARCHED).replace(/https?:\/\/\S+/gi, " ");
  let rest = values.reduce(withoutValue, start);
  const found: VariablePart[] = [];
  for (const [kind, pattern] of KINDS) {
    rest = rest.replace(pattern, (part) => {
      if (!isCovered(part, values)) found.push({ kind, text: part.replaceAll(KNOWN, "…") });
      return " ";
    });
  }
  return found;
}

/** Known through and through, or but for words around what is known: `books/…`. */
function isCovered(part: string, values: readonly string[]): boolean {
  if (part.includes(KNOWN)) return !/\d/.test(part);
  const bare = /^["“«`']/.test(part) ? part.slice(1, -1) : part;
  return values.some((value) => placesOf(value, bare).length > 0);
}

function withoutValue(text: string, value: string): string {
  let rest = "";
  let end = 0;
  for (const place of placesOf(text, value)) {
    rest += text.slice(end, place) + KNOWN;
    end = place + value.length;
  }
  return rest + text.slice(end);
}

/** Where a part stands in a text on its own: not `4` in `42`, nor `art` in `cart`. */
function placesOf(text: string, part: string): number[] {
  const places: number[] = [];
  let place = text.indexOf(part);
  while (place >= 0) {
    const end = place + part.length;
    const whole = !isJoined(text[place - 1], part[0]) && !isJoined(part.at(-1), text[end]);
    if (whole) places.push(place);
    place = text.indexOf(part, whole ? end : place + 1);
  }
  return places;
}

/** Whether two characters belong to one word or number; a unit behind a number is another word. */
function isJoined(left: string | undefined, right: string | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  if (/\d/.test(left)) return /\d/.test(right);
  return /[\p{L}_]/u.test(left) && /[\p{L}\p{N}_]/u.test(right);
}

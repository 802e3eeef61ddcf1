import { oddTexts } from "./odd-values.js";
import type { Random } from "./random.js";

/** No text grows beyond this: what length alone does is for the tests of hostile bodies. */
export const MAX_TEXT = 100_000;

type Mutation = (text: string, random: Random, donor: string) => string;

/** Changes a text in one place, in one of the ways in which texts are damaged, wrapped or forged. */
export function mutateText(text: string, random: Random, donor: string): string {
  const mutated = random.pick(MUTATIONS)(text, random, donor);
  return mutated.length > MAX_TEXT ? mutated.slice(0, MAX_TEXT) : mutated;
}

const MUTATIONS: readonly Mutation[] = [
  // Another character
  (text, random) => {
    const at = random.below(text.length);
    const unit = text.charCodeAt(at) ^ (1 << random.below(random.oneIn(4) ? 16 : 7));
    return text.slice(0, at) + String.fromCharCode(unit) + text.slice(at + 1);
  },
  // A piece less
  (text, random) => {
    const [start, end] = slice(text, random);
    return text.slice(0, start) + text.slice(end);
  },
  // A piece twice
  (text, random) => {
    const [start, end] = slice(text, random);
    return text.slice(0, end) + text.slice(start);
  },
  // A piece of another text
  (text, random, donor) => {
    const [start, end] = slice(text, random);
    return text.slice(0, start) + donor.slice(...slice(donor, random)) + text.slice(end);
  },
  // Something that means something
  (text, random) => insert(text, random, random.pick(oddTexts)),
  (text, random) => insert(text, random, random.pick(oddTexts)),
  // Cut off
  (text, random) => text.slice(0, random.below(text.length)),
  // What comes before is missing
  (text, random) => text.slice(random.below(text.length)),
  // A string of JSON
  (text, random) => {
    let quoted = text;
    for (let i = random.below(4); i >= 0 && quoted.length < 20_000; i--)
      quoted = JSON.stringify(quoted);
    return quoted;
  },
  // In JSON
  (text, random) => JSON.stringify({ [random.pick(["message", "error", "detail", "data"])]: text }),
  // In prose
  (text, random) =>
    `${random.pick(["", "Error: ", "500 ", "failed ("])}${text}${random.pick([")", "\n", " at x", ""])}`,
  // In Python's spelling
  (text) => text.replaceAll('"', "'").replaceAll("null", "None").replaceAll("true", "True"),
  // In another case
  (text, random) => (random.oneIn(2) ? text.toUpperCase() : text.toLowerCase()),
  // A piece over and over
  (text, random) => {
    const [start, end] = slice(text, random);
    const piece = text.slice(start, Math.min(end, start + 40));
    return text.slice(0, end) + piece.repeat(many(random)) + text.slice(end);
  },
  // In brackets, and not always out of them
  (text, random) => {
    const [opening, closing] = random.pick(BRACKETS);
    const times = many(random);
    return (
      opening.repeat(times) + text + closing.repeat(random.oneIn(2) ? times : random.below(times))
    );
  },
];

const BRACKETS: readonly (readonly [string, string])[] = [
  ["[", "]"],
  ['{"error":', "}"],
  ['{"details":[', "]}"],
  ['{"message":', "}"],
  ["{'a': (", ")}"],
  ["<div>", "</div>"],
  ["(", ")"],
];

/** Mostly a few, rarely thousands. */
function many(random: Random): number {
  if (random.oneIn(400)) return random.below(20_000);
  return random.oneIn(10) ? random.below(200) : 1 + random.below(4);
}

function slice(text: string, random: Random): [start: number, end: number] {
  const start = random.below(text.length);
  return [start, start + random.below(Math.min(text.length - start, 200) + 1)];
}

function insert(text: string, random: Random, piece: string): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + piece + text.slice(at);
}

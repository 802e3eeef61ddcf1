import { shorten } from "../../wire/shorten.js";

/** How much of one text of a peer an explanation takes over. */
const MAX_TEXT = 1_000;

/** A text of a peer as an explanation takes it over: its beginning. */
export function shown(text: string, max: number = MAX_TEXT): string {
  return shorten(text, max);
}

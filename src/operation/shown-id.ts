import { shorten } from "../wire/shorten.js";

/** The longest id that a message shows in full. */
const MAX_ID = 200;

/** An operation's id as a message shows it: it may have come from the wire. */
export function shownId(id: string): string {
  return shorten(id, MAX_ID);
}

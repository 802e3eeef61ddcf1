import { wellFormed } from "../../wire/utf8.js";

/** Short enough to fit wherever it goes, however it is escaped. */
const MAX_CHARACTERS = 333;

/** The beginning of a message that goes out unmeasured, when measuring failed. */
export function plainMessage(message: string): string {
  return wellFormed(message.slice(0, MAX_CHARACTERS));
}

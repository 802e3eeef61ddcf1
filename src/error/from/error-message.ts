import { partsFromText } from "../../dialects/parts-from-text.js";
import type { ErrorParts } from "../../status/error-parts.js";
import { readableText } from "../../wire/decode-text.js";
import { member } from "../../wire/members.js";

/**
 * Reads what a text says: a string that was thrown or logged, or the message of an error into which an SDK
 * put the whole body. `undefined` for a sentence that says nothing for programs.
 */
export function partsFromMessage(value: unknown): ErrorParts | undefined {
  const text = typeof value === "string" ? value : member(value, "message");
  if (typeof text !== "string" || text === "") return undefined;
  return partsFromText(readableText(text), { failed: true });
}

import { partsFromText } from "../dialects/parts-from-text.js";
import { findPrinted } from "../dialects/printed.js";
import type { ErrorParts } from "../status/error-parts.js";

/**
 * The error that a text surely shows: one as a library prints it, or JSON of a known shape. What merely
 * reads like one, such as a sentence with a 404 in it, is none.
 */
export function textErrors(text: string): ErrorParts[] {
  const failed = findPrinted(text) !== undefined;
  const parts = partsFromText(text, { failed });
  return parts === undefined ? [] : [parts];
}

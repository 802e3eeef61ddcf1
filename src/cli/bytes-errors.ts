import { isText } from "./content.js";
import { type BytesContext, partsFromDetailsBin } from "./details-bin.js";
import type { Findings } from "./finding.js";
import { readStreamEnd } from "./frames.js";
import { jsonErrors, parseJson } from "./json-errors.js";
import { findInStreamEnd } from "./stream-end-errors.js";

const CUT = "the input is cut off: what is missing of the status cannot be shown";

/** The errors in bytes: a status, the frames of a stream, or JSON that was written as base64. */
export function findInBytes(bytes: Uint8Array, context: BytesContext): Findings | undefined {
  const end = readStreamEnd(bytes);
  const ended = end && findInStreamEnd(end);
  if (ended !== undefined) return ended;
  const text = new TextDecoder().decode(bytes);
  const errors = isText(text) ? jsonErrors(parseJson(text)?.value) : [];
  if (errors.length > 0) return { errors };
  const parts = partsFromDetailsBin(bytes, context);
  if (parts === undefined) return undefined;
  return { errors: [{ form: "details-bin", parts, ...(context.cut && { notes: [CUT] }) }] };
}

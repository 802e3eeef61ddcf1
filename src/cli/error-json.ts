import { RpcError } from "../error/rpc-error.js";
import { errorFields } from "./error-fields.js";
import type { Finding } from "./finding.js";
import { jsonText } from "./json-text.js";

/**
 * A finding for a program, in one line: the error, and where and how it was found.
 *
 * @param more - what a command has to say besides.
 */
export function errorJson({ form, parts, line, notes = [] }: Finding, more: object = {}): string {
  return `${jsonText({ ...errorFields(RpcError.fromParts(parts)), form, line, notes, ...more })}\n`;
}

import { RpcError } from "../error/rpc-error.js";
import { errorFields } from "./error-fields.js";
import type { Finding } from "./finding.js";
import { jsonText } from "./json-text.js";

/** A finding for a program, in one line: the error, and where and how it was found. */
export function errorJson({ form, parts, line, notes = [] }: Finding): string {
  return `${jsonText({ ...errorFields(RpcError.fromParts(parts)), form, line, notes })}\n`;
}

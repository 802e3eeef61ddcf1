import { partsFromBody } from "../dialects/parts-from-body.js";
import type { ErrorParts } from "../status/error-parts.js";
import { parseJson } from "./json-errors.js";
import { linesOf } from "./log-records.js";

/**
 * The error in a stream that was saved, server-sent events or lines of JSON, however far down. Only whole
 * messages count: what an answer to a request that succeeded mentions is no error of it.
 */
export function streamError(text: string): ErrorParts | undefined {
  for (const line of linesOf(text)) {
    const json = parseJson(line.replace(/^data:/, ""));
    const parts = json && partsFromBody(json.value, { failed: false });
    if (parts !== undefined) return parts;
  }
  return undefined;
}

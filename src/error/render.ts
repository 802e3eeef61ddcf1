import type { EncodableError } from "../dialects/aip-193.js";
import { codeName } from "../status/code.js";
import type { Problem } from "../wire/problem.js";
import { plainLine } from "./plain-line.js";
import { renderDetail } from "./render-detail.js";

/** What of an error is shown. An `RpcError` is one. */
export interface RenderableError extends EncodableError {
  readonly name: string;
  readonly problems: readonly Problem[];
}

/** How many details, and how many problems, a rendering shows before it counts the rest. */
const MAX_SHOWN = 12;

/**
 * An error as a short tree: code and message, then each detail in a line or a few, then damage. It shows
 * no stack, no headers, and of `DebugInfo` only that it is there.
 */
export function renderError(error: RenderableError): string {
  const blocks = error.details.slice(0, MAX_SHOWN).map(renderDetail);
  const hidden = error.details.length - blocks.length;
  if (hidden > 0) blocks.push([`and ${hidden} more details`]);
  for (const { kind, message, value } of error.problems.slice(0, MAX_SHOWN)) {
    blocks.push([
      `problem ${kind}: ${message}${value === undefined ? "" : ` (${plainLine(value)})`}`,
    ]);
  }
  const title = `${error.name} [${codeName(error.code)}]: ${plainLine(error.message)}`;
  return [title, ...blocks.flatMap((lines, i) => branch(lines, i === blocks.length - 1))].join(
    "\n",
  );
}

function branch([first = "", ...rest]: readonly string[], last: boolean): string[] {
  return [`${last ? "└" : "├"} ${first}`, ...rest.map((line) => `${last ? " " : "│"}   ${line}`)];
}

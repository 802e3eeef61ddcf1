import { plainLine } from "../../error/plain-line.js";
import { renderError } from "../../error/render.js";
import type { RpcError } from "../../error/rpc-error.js";

/** What is known of an error beside itself. */
export interface ErrorTextContext {
  /** Where it stood, in words. */
  readonly source: string;
  /** What else is to be said. */
  readonly facts?: readonly string[];
}

/** An error for a person: its tree, and below it where it came from. */
export function errorText(error: RpcError, { source, facts = [] }: ErrorTextContext): string {
  const { origin, via, httpStatus, requestIds } = error;
  const all = [
    `origin ${origin}, via ${via}${httpStatus === undefined ? "" : `, HTTP status ${httpStatus}`}`,
    ...(requestIds.length === 0 ? [] : [`request ids: ${requestIds.join(", ")}`]),
    ...facts,
  ];
  const lines = all.map((fact, i) => `${i === all.length - 1 ? "└" : "├"} ${plainLine(fact)}`);
  return `${[renderError(error), plainLine(`Read from ${source}`), ...lines].join("\n")}\n`;
}

import { OperationFailedError } from "../../../src/entry/operation.js";
import { explain } from "../../../src/entry/providers.js";
import { adviseRetry } from "../../../src/entry/retry.js";
import { printFailure, printNote, raw } from "../../print/scene.js";

/** Prints how an operation ended that failed, beside what it held as its error, and what to do about it. */
export function printOperationError(title: string, thrown: unknown): void {
  printFailure(title, rawError(thrown), thrown);
  for (const [name, text] of Object.entries(whatToDo(thrown))) {
    printNote(`  ${name.padEnd(NAME_WIDTH)}  ${text}`);
  }
}

const NAME_WIDTH = 11;

/** What a caller has without this library. */
function rawError(error: unknown): string {
  if (!(error instanceof OperationFailedError)) return String(error);
  const { error: json, result } = error.snapshot.raw as {
    error?: unknown;
    result?: { value?: unknown };
  };
  return raw(json ?? result?.value);
}

/** A line for each function or member that says more. */
function whatToDo(thrown: unknown): Record<string, string> {
  const { decision, reason, source } = adviseRetry(thrown);
  const { what, fix } = explain(thrown);
  return {
    explain: `${what} ${fix}`,
    adviseRetry: `${decision}. ${reason} (${source})`,
    ...(thrown instanceof OperationFailedError && { resourceIds: idsText(thrown.resourceIds) }),
  };
}

function idsText(ids: Readonly<Record<string, string>>): string {
  return Object.entries(ids)
    .map(([name, id]) => `${name} ${id}`)
    .join(", ");
}

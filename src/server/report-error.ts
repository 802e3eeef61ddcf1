import type { TrimReport } from "../status/budget/trim-report.js";
import { survive } from "../wire/survive.js";
import type { ErrorContext, ErrorPolicy } from "./error-policy.js";

/** Tells `onError`, or the console, and survives what it throws or rejects with. */
export function reportError(error: unknown, policy: ErrorPolicy, context: ErrorContext): void {
  survive(() => (policy.onError ?? printError)(error, context));
}

/** Tells `onTrim` what had to be left out. */
export function reportTrim(
  report: TrimReport,
  policy: ErrorPolicy,
  context: Omit<ErrorContext, "warning">,
): void {
  survive(() => policy.onTrim?.(report, context));
}

function printError(error: unknown, { method, requestId, warning }: ErrorContext): void {
  if (warning === undefined) console.error(`${method} failed, request id ${requestId}:`, error);
  // That a client left before its answer is everyday life.
  else if (warning !== "answered-after-cancel") console.warn(`${method} ${warning}:`, error);
}

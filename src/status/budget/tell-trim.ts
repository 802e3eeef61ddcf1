import { ignoreRejection } from "../../wire/ignore-rejection.js";
import type { TrimReport } from "./trim-report.js";

/** Tells a server what was left out, and survives what it throws or rejects with. */
export function tellTrim(
  report: TrimReport | undefined,
  onTrim: ((report: TrimReport) => unknown) | undefined,
): void {
  if (report === undefined || onTrim === undefined) return;
  try {
    ignoreRejection(onTrim(report));
  } catch {
    // The answer is worth more than the report.
  }
}

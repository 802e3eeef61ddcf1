import type { TrimReport } from "./trim-report.js";

/** Tells a server what was left out, and survives what it throws or rejects with. */
export function tellTrim(
  report: TrimReport | undefined,
  onTrim: ((report: TrimReport) => unknown) | undefined,
): void {
  if (report === undefined || onTrim === undefined) return;
  try {
    // An async function may be given as well; nobody else would see its rejection but the process.
    Promise.resolve(onTrim(report)).catch(() => undefined);
  } catch {
    // The answer is worth more than the report.
  }
}

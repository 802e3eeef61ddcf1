import { survive } from "../../wire/survive.js";
import type { TrimReport } from "./trim-report.js";

/** Tells a server what was left out, and survives what it throws or rejects with. */
export function tellTrim(
  report: TrimReport | undefined,
  onTrim: ((report: TrimReport) => unknown) | undefined,
): void {
  if (report === undefined || onTrim === undefined) return;
  survive(() => onTrim(report));
}

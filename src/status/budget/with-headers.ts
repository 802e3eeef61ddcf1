import type { FittedHeaders } from "./fit-headers.js";
import type { TrimReport } from "./trim-report.js";

/**
 * Adds to a report the headers that did not fit.
 *
 * @param report - of the status; `undefined` where all of that fitted.
 * @param maxBytes - what the headers were allowed to weigh.
 */
export function withHeaders(
  report: TrimReport | undefined,
  { dropped: headers, bytesBefore, bytes: bytesAfter }: Omit<FittedHeaders, "kept">,
  maxBytes: number,
): TrimReport | undefined {
  if (headers.length === 0) return report;
  return {
    ...(report ?? { maxBytes, bytesBefore, bytesAfter, dropped: [], shortened: [] }),
    headers,
  };
}

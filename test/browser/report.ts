import type { CheckResult } from "./check-result.js";

/** The members of vitest's JSON report that are added up with its own. */
export function reportOf(results: readonly CheckResult[]): object {
  const failed = results.filter(({ failures }) => failures.length > 0).length;
  return {
    numPassedTests: results.length - failed,
    numFailedTests: failed,
    testResults: [
      {
        name: "test/browser/page.ts",
        // A page without results counts as a file that did not load.
        status: failed > 0 || results.length === 0 ? "failed" : "passed",
        assertionResults: results.map(({ family, name, failures, durationMs }) => ({
          ancestorTitles: [family],
          title: name,
          fullName: `${family} ${name}`,
          status: failures.length > 0 ? "failed" : "passed",
          duration: durationMs,
          failureMessages: failures,
        })),
      },
    ],
  };
}

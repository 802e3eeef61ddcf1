// Runs the golden vectors in a browser, and what only a browser's own fetch and streams can show, with the
// library packed as an application packs it.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { CheckResult } from "./check-result.js";
import { findChromium } from "./chromium.js";
import { reportOf } from "./report.js";
import { runPage } from "./run-page.js";

/** Many times what a run takes. */
const LIMIT_MS = 60_000;

const REPORT = "outputFile.json";

// Named as vitest has it.
const { values } = parseArgs({ options: { [REPORT]: { type: "string" } } });
const reportPath = values[REPORT];

const stopped = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  // Ending here at once would leave the browser running, and its files behind.
  process.once(signal, () => stopped.abort(new Error(`stopped by ${signal}`)));
}
const limit = setTimeout(() => {
  stopped.abort(new Error(`the page gave no results within ${LIMIT_MS / 1000} s`));
}, LIMIT_MS);

let results: CheckResult[] = [];
try {
  const browser = findChromium();
  results = await runPage(browser, stopped.signal);
  print(results, browser.version);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
}
clearTimeout(limit);
const allWell = results.length > 0 && results.every(({ failures }) => failures.length === 0);
process.exitCode = allWell ? 0 : 1;
if (reportPath !== undefined) writeFileSync(reportPath, JSON.stringify(reportOf(results)));

function print(results: readonly CheckResult[], version: string): void {
  const failed = results.filter(({ failures }) => failures.length > 0);
  for (const { family, name, failures } of failed) {
    console.error(`FAILED ${family} > ${name}`);
    for (const failure of failures) console.error(failure.replace(/^/gm, "  "));
  }
  const passed = results.length - failed.length;
  console.log(`${passed} passed, ${failed.length} failed in ${version}`);
}

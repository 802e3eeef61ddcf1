// Adds up the reports of vitest's JSON reporter in a folder: how many tests passed and failed.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [folder = "."] = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (const file of readdirSync(folder)) {
  const report = JSON.parse(readFileSync(join(folder, file), "utf8"));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  // A file that does not even load has no tests to fail.
  for (const { status, assertionResults } of report.testResults) {
    if (status === "failed" && assertionResults.length === 0) failed += 1;
  }
}
console.log(`${passed} passed, ${failed} failed`);

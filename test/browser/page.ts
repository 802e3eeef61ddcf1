// What page.html runs: every check, one after the other, and the results go to the server.
import { runCheck, type Servers } from "./check.js";
import type { CheckResult } from "./check-result.js";
import { connectChecks } from "./connect-checks.js";
import { exampleChecks } from "./example-checks.js";
import { fetchChecks } from "./fetch-checks.js";
import { streamChecks } from "./stream-checks.js";
import { vectorChecks } from "./vector-checks.js";

const servers: Servers = await (await fetch("/servers")).json();
const results: CheckResult[] = [];
const checks = [vectorChecks, fetchChecks, streamChecks, connectChecks, exampleChecks].flat();
for (const check of checks) results.push(await runCheck(check, servers));
await fetch("/results", { method: "POST", body: JSON.stringify(results) });

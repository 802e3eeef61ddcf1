// Fails when a subpath weighs more than its budget. `beyondRoot` is what it adds for somebody who has
// the root import already.
import { gzipSync } from "node:zlib";
import { bundle } from "./bundle.js";
import { SIZE_BUDGETS } from "./size-budgets.js";
import { subpaths } from "./subpaths.js";

const ROOT = "src/entry/index.ts";
const rootSize = await sizeOf([ROOT]);

const rows = await Promise.all(
  subpaths.map(async ({ name, source }) => {
    const budget = SIZE_BUDGETS[name];
    if (budget === undefined) return { subpath: name, verdict: "no budget in size-budgets.ts" };
    const beyondRoot = "beyondRoot" in budget;
    const bytes = beyondRoot ? (await sizeOf([ROOT, source])) - rootSize : await sizeOf([source]);
    const allowed = beyondRoot ? budget.beyondRoot : budget.total;
    const measure = beyondRoot ? "beyond root" : "total";
    return { subpath: name, measure, bytes, allowed, verdict: bytes <= allowed ? "ok" : "too big" };
  }),
);

console.table(rows);
process.exitCode = rows.every(({ verdict }) => verdict === "ok") ? 0 : 1;

async function sizeOf(sources: readonly string[]): Promise<number> {
  return gzipSync((await bundle(sources)).text, { level: 9 }).length;
}

// Fails when a subpath weighs more than its budget. Each is bundled together with all of
// @bufbuild/protobuf, and what that weighs alone is taken off: what is left is what an application that
// has protobuf already pays for it. `beyondRoot` is what a subpath adds for somebody who has the root too.
import { gzipSync } from "node:zlib";
import { bundle } from "./bundle.js";
import { SIZE_BUDGETS } from "./size-budgets.js";
import { subpaths } from "./subpaths.js";

const ROOT = "./src/entry/index.ts";
const PROTOBUF = ["", "/wkt", "/wire", "/codegenv2"].map((path) => `@bufbuild/protobuf${path}`);

const protobuf = await sizeOf([]);
const root = await sizeOf([ROOT]);

const rows = await Promise.all(
  subpaths.map(async ({ name, source }) => {
    const budget = SIZE_BUDGETS[name];
    if (budget === undefined) return { subpath: name, verdict: "no budget in size-budgets.ts" };
    const beyondRoot = "beyondRoot" in budget;
    const path = `./${source}`;
    const bytes = beyondRoot
      ? (await sizeOf([ROOT, path])) - root
      : (await sizeOf([path])) - protobuf;
    const allowed = beyondRoot ? budget.beyondRoot : budget.beyondProtobuf;
    const measure = beyondRoot ? "beyond root" : "beyond protobuf";
    return { subpath: name, measure, bytes, allowed, verdict: bytes <= allowed ? "ok" : "too big" };
  }),
);

console.table(rows);
process.exitCode = rows.every(({ verdict }) => verdict === "ok") ? 0 : 1;

async function sizeOf(modules: readonly string[]): Promise<number> {
  const { text } = await bundle([...PROTOBUF, ...modules], { withProtobuf: true });
  return gzipSync(text, { level: 9 }).length;
}

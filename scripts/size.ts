// Fails when a subpath, or what some import of it, weighs more than its budget. Each is bundled together with all of
// @bufbuild/protobuf, and what that weighs alone is taken off: what is left is what an application that
// has protobuf already pays for it. `beyondRoot` is what a subpath adds for somebody who has the root too.
import { gzipSync } from "node:zlib";
import { bundle, type ImportedModule } from "./bundle.js";
import { SIZE_BUDGETS, type SizeBudget } from "./size-budgets.js";
import { subpaths } from "./subpaths.js";

interface Row {
  readonly subpath: string;
  readonly of?: string;
  readonly beyond?: "protobuf" | "root";
  readonly bytes?: number;
  readonly allowed?: number;
  readonly verdict: string;
}

const ROOT = "./src/entry/index.ts";
const PROTOBUF = ["", "/wkt", "/wire", "/codegenv2"].map((path) => `@bufbuild/protobuf${path}`);

const protobuf = await sizeOf([]);
const root = await sizeOf([ROOT]);

const rows = await Promise.all(SIZE_BUDGETS.map(measure));
for (const { name } of subpaths) {
  if (SIZE_BUDGETS.some(({ subpath }) => subpath === name)) continue;
  rows.push({ subpath: name, verdict: "no budget in size-budgets.ts" });
}

console.table(rows);
process.exitCode = rows.every(({ verdict }) => verdict === "ok") ? 0 : 1;

async function measure({ subpath, of, beyondProtobuf, beyondRoot }: SizeBudget): Promise<Row> {
  const source = subpaths.find(({ name }) => name === subpath)?.source;
  if (source === undefined) return { subpath, verdict: "no such subpath" };
  const module = { path: `./${source}`, names: of?.names };
  const allowed = beyondRoot ?? beyondProtobuf ?? 0;
  const bytes =
    beyondRoot === undefined
      ? (await sizeOf([module])) - protobuf
      : (await sizeOf([ROOT, module])) - root;
  return {
    subpath,
    of: of?.part ?? "all",
    beyond: beyondRoot === undefined ? "protobuf" : "root",
    bytes,
    allowed,
    verdict: bytes <= allowed ? "ok" : "too big",
  };
}

async function sizeOf(modules: readonly (string | ImportedModule)[]): Promise<number> {
  const { text } = await bundle([...PROTOBUF, ...modules], { withProtobuf: true });
  return gzipSync(text, { level: 9 }).length;
}

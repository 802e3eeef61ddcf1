// Fails when gen/ is not what buf writes from proto/ today, the published golden vectors are not those of
// test/vectors, or the table of retries is not that of the rules. Compares contents, whatever git thinks.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RETRY_TABLE, retryTable } from "./retry-table.js";
import { VECTOR_MODULE, vectorModule } from "./vector-module.js";

const BUF = "node_modules/@bufbuild/buf/bin/buf";

const fresh = mkdtempSync(join(tmpdir(), "rpc-status-gen-"));
try {
  const buf = spawnSync(process.execPath, [BUF, "generate", "-o", fresh], {
    stdio: "inherit",
  });
  if (buf.status !== 0) throw new Error("buf generate failed");
  const differing = differingFiles("gen", join(fresh, "gen"));
  for (const file of differing) console.error(`gen/${file}: differs, run \`npm run generate\``);
  const staleVectors = read(VECTOR_MODULE) !== vectorModule();
  if (staleVectors) console.error(`${VECTOR_MODULE}: differs, run \`npm run generate:vectors\``);
  const staleTable = read(RETRY_TABLE) !== retryTable();
  if (staleTable) console.error(`${RETRY_TABLE}: differs, run \`npm run generate:retry-table\``);
  process.exitCode = differing.length === 0 && !staleVectors && !staleTable ? 0 : 1;
} finally {
  rmSync(fresh, { recursive: true });
}

function differingFiles(left: string, right: string): string[] {
  const names = new Set([...filesUnder(left), ...filesUnder(right)]);
  return [...names].filter((name) => read(join(left, name)) !== read(join(right, name))).sort();
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

/** `undefined` where there is no such file. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

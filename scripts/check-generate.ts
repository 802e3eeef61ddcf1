// Fails when gen/ is not what buf writes from proto/ today, docs/api not what typedoc writes from the comments,
// the published golden vectors are not those of test/vectors, or the table of retries is not that of the
// rules. Compares contents, whatever git thinks.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RETRY_TABLE, retryTable } from "./retry-table.js";
import { VECTOR_MODULE, vectorModule } from "./vector-module.js";

const BUF = "node_modules/@bufbuild/buf/bin/buf";

const TYPEDOC = "node_modules/typedoc/bin/typedoc";

const fresh = mkdtempSync(join(tmpdir(), "rpc-status-gen-"));
try {
  run(BUF, "generate", "-o", fresh);
  run(TYPEDOC, "--out", join(fresh, "api"), "--logLevel", "Warn");
  const differing = [
    ...differingFiles("gen", join(fresh, "gen"), "generate"),
    ...differingFiles("docs/api", join(fresh, "api"), "generate:api"),
  ];
  const staleVectors = read(VECTOR_MODULE) !== vectorModule();
  if (staleVectors) console.error(`${VECTOR_MODULE}: differs, run \`npm run generate:vectors\``);
  const staleTable = read(RETRY_TABLE) !== retryTable();
  if (staleTable) console.error(`${RETRY_TABLE}: differs, run \`npm run generate:retry-table\``);
  process.exitCode = differing.length === 0 && !staleVectors && !staleTable ? 0 : 1;
} finally {
  rmSync(fresh, { recursive: true });
}

function run(program: string, ...args: string[]): void {
  const { status } = spawnSync(process.execPath, [program, ...args], { stdio: "inherit" });
  if (status !== 0) throw new Error(`${program} failed`);
}

/** The files that are not the same in both folders; tells of each, and of the script that writes them. */
function differingFiles(folder: string, other: string, script: string): string[] {
  const names = new Set([...filesUnder(folder), ...filesUnder(other)]);
  const differing = [...names].filter(
    (name) => read(join(folder, name)) !== read(join(other, name)),
  );
  for (const name of differing.sort()) {
    console.error(`${folder}/${name}: differs, run \`npm run ${script}\``);
  }
  return differing;
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

import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/**
 * Runs a script inside a project, as its user would.
 *
 * @param file - ends in `.mjs` or `.cjs`, which says how it is loaded.
 * @returns what it printed, parsed as JSON.
 */
export async function runNode(folder: string, file: string, code: string): Promise<unknown> {
  await writeFile(join(folder, file), code);
  const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: folder });
  return JSON.parse(stdout);
}

import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Tarball {
  /** A temporary folder that holds nothing else; the caller removes it. */
  readonly folder: string;
  readonly path: string;
  /** Paths inside the package. */
  readonly files: readonly string[];
}

/** Packs what `npm publish` would, without building. */
export function pack(): Tarball {
  const folder = mkdtempSync(join(tmpdir(), "rpc-status-pack-"));
  const args = ["pack", "--ignore-scripts", "--json", "--loglevel=error"];
  const output = execFileSync("npm", [...args, "--pack-destination", folder], {
    encoding: "utf8",
    // npm is a script with another name on Windows; the shell finds it.
    shell: process.platform === "win32",
  });
  const [packed] = JSON.parse(output) as { filename: string; files: { path: string }[] }[];
  if (packed === undefined) throw new Error("npm packed nothing");
  const files = packed.files.map(({ path }) => path);
  return { folder, path: join(folder, packed.filename), files };
}

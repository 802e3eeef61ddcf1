import { readFile, rename, writeFile } from "node:fs/promises";

const file = process.env.OPERATIONS_FILE ?? "operations.txt";

/** The operations that nobody has seen the end of, an id a line. */
export async function readIds(): Promise<Set<string>> {
  return new Set((await readFile(file, "utf8")).split(/\s+/).filter((id) => id !== ""));
}

/** Renames, since a process that is killed while it writes would leave half a file. */
export async function writeIds(ids: Iterable<string>): Promise<void> {
  await writeFile(`${file}.new`, [...ids].map((id) => `${id}\n`).join(""));
  await rename(`${file}.new`, file);
}

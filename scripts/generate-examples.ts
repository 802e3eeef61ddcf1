// Writes the files of examples/ into the pages that show them.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { withExamples } from "./example-blocks.js";

const read = (path: string) => readFileSync(path, "utf8");
const guides = readdirSync("docs").filter((name) => name.endsWith(".md"));

for (const page of ["README.md", ...guides.map((name) => `docs/${name}`)]) {
  const before = read(page);
  const after = withExamples(before, read);
  if (after !== before) writeFileSync(page, after);
}

// Fails unless the modules of src/entry are what package.json publishes, and only re-export.
import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { manifest, subpaths } from "./subpaths.js";

const files = readdirSync("src/entry").map((name) => `src/entry/${name}`);
const sources = subpaths.map(({ source }) => source);

const problems = [
  ...files
    .filter((file) => !sources.includes(file))
    .map((file) => `${file}: not in the exports of package.json`),
  ...sources
    .filter((source) => !files.includes(source))
    .map((source) => `package.json: exports need ${source}, which does not exist`),
  // Resolution without exports maps (TypeScript's node10) reads this second list.
  ...subpaths
    .filter(({ name }) => name !== "." && !(name.slice(2) in manifest.typesVersions["*"]))
    .map(({ name }) => `package.json: typesVersions lacks ${name}`),
  ...files.flatMap(statementsThatDoMore),
];

for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

/** An entry module is a list of names: what it would do itself, no other entry could share. */
function statementsThatDoMore(file: string): string[] {
  const parsed = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  return parsed.statements
    .filter((node) => !(ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined))
    .map((node) => {
      const { line } = parsed.getLineAndCharacterOfPosition(node.getStart(parsed));
      return `${file}:${line + 1}: an entry module only re-exports`;
    });
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the vectors are edited. */
const SOURCE = "test/vectors";

/** The module that publishes them. */
export const VECTOR_MODULE = "src/testing/vector-files.ts";

const HEADER = `// Written by \`npm run generate:vectors\` from ${SOURCE}. Do not edit.
import type { VectorFile } from "./vector.js";

/** The golden vectors, by the name of their file. */
export const vectorFiles: Readonly<Record<string, VectorFile>> = {
`;

interface JsonFile {
  readonly about: string;
  readonly vectors: readonly unknown[];
}

/**
 * The text of {@link VECTOR_MODULE}: JSON modules would need an import attribute in ESM and none in
 * CommonJS, a module of literals loads in both.
 */
export function vectorModule(): string {
  const files = readdirSync(SOURCE).filter((file) => file.endsWith(".json"));
  return `${HEADER}${files.sort().map(fileLiteral).join("")}};\n`;
}

function fileLiteral(file: string): string {
  const { about, vectors }: JsonFile = JSON.parse(readFileSync(join(SOURCE, file), "utf8"));
  const name = JSON.stringify(file.slice(0, -".json".length));
  // A vector a line, so that a difference shows which one it is.
  const lines = vectors.map((vector) => `      ${literal(vector)},\n`).join("");
  return `  ${name}: {\n    about: ${literal(about)},\n    vectors: [\n${lines}    ],\n  },\n`;
}

/** A literal of JavaScript. In one, unlike in JSON, a plain `"__proto__":` would set the prototype. */
function literal(json: unknown): string {
  if (typeof json !== "object" || json === null) return JSON.stringify(json);
  if (Array.isArray(json)) return `[${json.map(literal).join(", ")}]`;
  const members = Object.entries(json).map(([key, value]) => {
    const quoted = JSON.stringify(key);
    return `${key === "__proto__" ? `[${quoted}]` : quoted}: ${literal(value)}`;
  });
  return `{ ${members.join(", ")} }`;
}

import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, inject, it } from "vitest";
import { moduleSpecifiers, peerOf } from "./specifiers.js";

const projects = inject("projects");

const COMPILERS = {
  "TypeScript 5.9": "node_modules/typescript/bin/tsc",
  "TypeScript 7": "node_modules/typescript7/bin/tsc",
};

/** The ways to resolve; with node16, a file's extension says whether it is ESM or CommonJS. */
const RESOLUTIONS = {
  node16: { module: "node16", moduleResolution: "node16", files: ["esm.mts", "commonjs.cts"] },
  bundler: { module: "esnext", moduleResolution: "bundler", files: ["bundled.ts"] },
};

const STRICT = {
  target: "es2022",
  lib: ["es2022", "dom"],
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  noEmit: true,
};

/** Uses what users use, and states the types that they get. */
const USE = `
import { Code, type Detail, ErrorInfoSchema, errorInfo, RpcError } from "rpc-status";
import { type Status, StatusSchema } from "rpc-status/gen/google/rpc/status_pb.js";

const thrown: RpcError = new RpcError("NOT_FOUND", "no such book", {
  details: [errorInfo({ reason: "BOOK_MISSING", domain: "library.example" })],
});
export const found: boolean = RpcError.from(thrown).code === Code.NOT_FOUND;
export const reason: string | undefined = thrown.find(ErrorInfoSchema)?.reason;
export const details: readonly Detail[] = thrown.details;
export const typeName: "google.rpc.Status" extends Status["$typeName"] ? string : never =
  StatusSchema.typeName;

// @ts-expect-error -- a misspelt code must not compile
export const wrong = new RpcError("NOT_FUOND", "no such book");
`;

function consumer(specifiers: readonly string[]): string {
  const imports = specifiers.map((specifier, n) => `import * as m${n} from "${specifier}";`);
  // Were a module's type \`any\`, it would not be never.
  const checks = specifiers.map(
    (_, n) => `export const c${n}: 0 extends 1 & typeof m${n} ? never : object = m${n};`,
  );
  return [...imports, ...checks, USE].join("\n");
}

const ALL = { specifiers: moduleSpecifiers(), types: ["node"] };

const PROJECTS = {
  // Without the types of Node: what we publish for browsers must not need them.
  bare: { specifiers: ALL.specifiers.filter((name) => peerOf(name) === undefined), types: [] },
  peers: ALL,
  oldest: ALL,
};

const CASES = (["bare", "peers", "oldest"] as const).flatMap((project) =>
  (["node16", "bundler"] as const).flatMap((resolution) =>
    (["TypeScript 5.9", "TypeScript 7"] as const)
      // What is special about this project, either compiler sees.
      .filter((compiler) => project !== "oldest" || compiler === "TypeScript 7")
      .map((compiler) => ({ project, resolution, compiler })),
  ),
);

describe.concurrent("the types of the package", () => {
  it.each(CASES)("compile in «$project» by $resolution with $compiler", async (one) => {
    const { specifiers, types } = PROJECTS[one.project];
    const { files, ...resolution } = RESOLUTIONS[one.resolution];
    const folder = join(projects[one.project], one.compiler.replace(" ", "-"), one.resolution);
    await mkdir(folder, { recursive: true });
    for (const file of files) await writeFile(join(folder, file), consumer(specifiers));
    const compilerOptions = { ...STRICT, ...resolution, types };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
    expect(await compile(COMPILERS[one.compiler], folder)).toBe("");
  });
});

/** @returns the compiler's complaints. */
async function compile(tsc: string, folder: string): Promise<string> {
  try {
    await promisify(execFile)(process.execPath, [tsc, "-p", folder]);
    return "";
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

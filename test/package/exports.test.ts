import { describe, expect, inject, it } from "vitest";
import { runNode } from "./run-node.js";
import { moduleSpecifiers, peerOf, specifiers } from "./specifiers.js";

interface Loaded {
  readonly names?: string[];
  readonly code?: string;
  readonly message?: string;
}

type Loads = Record<string, Loaded>;

const projects = inject("projects");

const REPORT = `
  const specifiers = ${JSON.stringify(specifiers())};
  const report = {};
  const loaded = (module) => ({ names: Object.keys(module).filter((name) => name !== "default").sort() });
  const failed = ({ code, message }) => ({ code, message });
`;

async function imported(folder: string): Promise<Loads> {
  const code = `${REPORT}
    for (const specifier of specifiers) {
      const options = specifier.endsWith(".json") ? { with: { type: "json" } } : {};
      report[specifier] = await import(specifier, options).then(loaded, failed);
    }
    console.log(JSON.stringify(report));
  `;
  return (await runNode(folder, "imports.mjs", code)) as Loads;
}

async function required(folder: string): Promise<Loads> {
  const code = `${REPORT}
    for (const specifier of specifiers) {
      try {
        report[specifier] = loaded(require(specifier));
      } catch (error) {
        report[specifier] = failed(error);
      }
    }
    console.log(JSON.stringify(report));
  `;
  return (await runNode(folder, "requires.cjs", code)) as Loads;
}

function failures(loads: Loads): string[] {
  return Object.keys(loads).filter((specifier) => loads[specifier]?.names === undefined);
}

describe.each(["peers", "oldest"] as const)("the package in the project «%s»", (name) => {
  it("loads from every subpath, the same names by import and by require", async () => {
    const byImport = await imported(projects[name]);
    const byRequire = await required(projects[name]);
    expect(failures(byImport)).toEqual([]);
    expect(failures(byRequire)).toEqual([]);
    for (const specifier of moduleSpecifiers()) {
      expect(byImport[specifier]?.names, specifier).not.toEqual([]);
      expect(byRequire[specifier], specifier).toEqual(byImport[specifier]);
    }
  });
});

describe("the package without its optional peers", async () => {
  const byImport = await imported(projects.bare);
  const byRequire = await required(projects.bare);
  const needingPeers = moduleSpecifiers().filter((specifier) => peerOf(specifier) !== undefined);

  it("loads from every subpath that needs none", () => {
    expect(failures(byImport)).toEqual(needingPeers);
    expect(failures(byRequire)).toEqual(needingPeers);
  });

  it.each(needingPeers)("names the missing peer of %s", (specifier) => {
    const message = expect.stringContaining(`'${peerOf(specifier)}'`);
    expect(byImport[specifier]).toMatchObject({ code: "ERR_MODULE_NOT_FOUND", message });
    expect(byRequire[specifier]).toMatchObject({ code: "MODULE_NOT_FOUND", message });
  });
});

import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { lowerBounds } from "../../scripts/lower-bounds.js";
import { pack } from "../../scripts/pack.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** Folders of projects that have the packed tarball installed. */
    projects: Projects;
  }
}

export interface Projects {
  /** With the tarball and its one dependency. */
  readonly bare: string;
  /** With both optional peers, in the versions that this repository tests with. */
  readonly peers: string;
  /** With the oldest versions that package.json allows. */
  readonly oldest: string;
}

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const run = promisify(execFile);

/** Builds, packs, and installs the tarball into projects that are empty otherwise. */
export default async function install(project: TestProject): Promise<() => Promise<void>> {
  await run(process.execPath, ["--import", "tsx", "scripts/build.ts"]);
  const tarball = pack();
  const root = await mkdtemp(join(tmpdir(), "rpc-status-projects-"));
  const tearDown = async () => {
    await rm(root, { recursive: true });
    await rm(tarball.folder, { recursive: true });
  };

  try {
    const ours = await manifestIn(".");
    const { version } = await manifestIn("node_modules/@bufbuild/protobuf");
    const protobuf = { "@bufbuild/protobuf": version };
    const installInto = (name: string, dependencies: Record<string, string>) =>
      installProject(join(root, name), { "rpc-status": `file:${tarball.path}`, ...dependencies });
    const types = pick(ours.devDependencies, ["@types/node"]);
    const [bare, peers, oldest] = await Promise.all([
      installInto("bare", protobuf),
      installInto("peers", {
        ...protobuf,
        ...types,
        ...pick(ours.devDependencies, Object.keys(ours.peerDependencies)),
      }),
      installInto("oldest", {
        ...types,
        ...lowerBounds(ours.dependencies),
        ...lowerBounds(ours.peerDependencies),
      }),
    ]);
    project.provide("projects", { bare, peers, oldest });
  } catch (error) {
    await tearDown();
    throw error;
  }
  return tearDown;
}

async function manifestIn(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
}

async function installProject(folder: string, dependencies: object): Promise<string> {
  await mkdir(folder);
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
  const flags = ["--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
  await run("npm", ["install", ...flags, "--loglevel=error"], {
    cwd: folder,
    // npm is a script with another name on Windows; the shell finds it.
    shell: process.platform === "win32",
  });
  return folder;
}

function pick(versions: Readonly<Record<string, string>>, names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, versions[name] ?? "*"]));
}

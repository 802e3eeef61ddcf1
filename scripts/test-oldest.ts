// Runs the tests of the sources with the oldest versions that package.json allows of its dependency and
// its peers: a lower bound is a promise. Works in a temporary copy; arguments go to vitest.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { lowerBounds } from "./lower-bounds.js";

const STAY_HERE = [".git", "node_modules", "dist", "coverage"];

/** Published together with `@connectrpc/connect`, and only fitting the same version of it. */
const CONNECT_COMPANIONS = ["@connectrpc/connect-node", "@connectrpc/connect-web"];

/** Parts of titles of tests that cannot hold with an old version, through no fault of ours. */
const NOT_WITH_OLD_VERSIONS = [
  // protobuf-es before 2.16 loses this key of a map, in JSON and in binary.
  "takes members called __proto__ for data",
  "keeps a key called __proto__ as a member and leaves the prototype alone",
  'a member called "__proto__" is kept in a map',
  // grpc-js before 1.14 expects its own Metadata in an error that is called back.
  "is not needed for the process to survive an RpcError that was called back raw",
  // grpc-js before 1.14 calls it INTERNAL.
  "takes a server that speaks HTTP/1 alone for one that is not there",
  // What others do is said in docs/alternatives.md of the versions that are pinned here.
  "answers UNKNOWN for a handler that throws, where guard sends the error",
  "the versions of docs/alternatives.md",
];

const copy = mkdtempSync(join(tmpdir(), "rpc-status-oldest-"));
try {
  cpSync(".", copy, {
    recursive: true,
    filter: (path) => !STAY_HERE.includes(relative(".", path)),
  });
  pinOldest(join(copy, "package.json"));
  run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"]);
  const others = `^(?!.*(${NOT_WITH_OLD_VERSIONS.join("|")}))`;
  const vitest = ["node_modules/vitest/vitest.mjs", "run", "--project", "source"];
  run(process.execPath, [...vitest, "--testNamePattern", others, ...process.argv.slice(2)]);
} finally {
  rmSync(copy, { recursive: true });
}

function pinOldest(path: string): void {
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  const oldest = lowerBounds({ ...manifest.dependencies, ...manifest.peerDependencies });
  for (const name of CONNECT_COMPANIONS) oldest[name] = oldest["@connectrpc/connect"] ?? "";
  for (const name of Object.keys(oldest)) {
    const section = name in manifest.dependencies ? "dependencies" : "devDependencies";
    manifest[section][name] = oldest[name];
  }
  // Other packages of the tests would bring a newer grpc-js of their own.
  manifest.overrides = { "@grpc/grpc-js": oldest["@grpc/grpc-js"] };
  console.log("With", oldest);
  writeFileSync(path, JSON.stringify(manifest));
}

function run(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, {
    cwd: copy,
    stdio: "inherit",
    // npm is a script with another name on Windows; the shell finds it.
    shell: command === "npm" && process.platform === "win32",
  });
  if (status !== 0) throw new Error(`${command} ${args[0]} failed`);
}

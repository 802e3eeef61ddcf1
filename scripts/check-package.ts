// Checks the tarball as users get it: publint and attw (types resolve for every way of importing them),
// that bundlers can take a part of it, and that nothing is inside that should stay here. Needs dist/.
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { pack } from "./pack.js";
import { shakesLikeSources } from "./shaking.js";

const PUBLISHED = /^(dist\/(esm|cjs)\/(src|gen\/(google|yandex))\/.*\.(js|d\.ts)|[^/]+)$/;

const { folder, path, files } = pack();
try {
  const strays = files.filter((file) => !PUBLISHED.test(file) && file !== "dist/cjs/package.json");
  for (const file of strays) console.error(`${file}: must not be in the package`);

  const results = [
    strays.length === 0,
    await shakesLikeSources(),
    run("publint", ["run", path, "--strict"]),
    run("attw", [
      path,
      "--format",
      "table-flipped",
      "--include-entrypoints",
      ...generatedEntryPoints(),
    ]),
  ];
  process.exitCode = results.every(Boolean) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

/** attw skips patterns of the exports map, so the modules behind `./gen/*` are named. */
function generatedEntryPoints(): string[] {
  return readdirSync("dist/esm/gen", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".js"))
    .flatMap((file) => [`gen/${file}`, `gen/${file.slice(0, -".js".length)}`]);
}

function run(command: string, args: readonly string[]): boolean {
  const { status } = spawnSync(command, args, {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  return status === 0;
}

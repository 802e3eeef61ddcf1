// Installs the dependencies when they are missing or differ from package-lock.json, and does nothing
// otherwise. `npm test`, `npm run demo` and the others start with it, so that each works on a fresh
// clone. Plain JavaScript without imports of packages: nothing is installed yet when it runs.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const root = new URL("../", import.meta.url);

if (!isInstalled()) {
  const install = spawnSync("npm ci --no-audit --no-fund --loglevel=error", {
    cwd: root,
    // npm is a script with another name on Windows; the shell finds it.
    shell: true,
    // The output of the command that follows stays alone on stdout.
    stdio: ["ignore", 2, 2],
  });
  process.exitCode = install.status ?? 1;
}

/** Compares by content and not by date: a checkout gives files any date it likes. */
function isInstalled() {
  const wanted = packagesIn("package-lock.json");
  const installed = packagesIn("node_modules/.package-lock.json");
  if (wanted === undefined || installed === undefined) return false;
  // Packages for other systems are optional, and absent.
  const missing = Object.keys(wanted).filter(
    (path) => path !== "" && !wanted[path].optional && !(path in installed),
  );
  const outdated = Object.keys(installed).filter(
    (path) => wanted[path]?.version !== installed[path].version,
  );
  return missing.length === 0 && outdated.length === 0;
}

/** @param {string} path */
function packagesIn(path) {
  try {
    return JSON.parse(readFileSync(new URL(path, root), "utf8")).packages;
  } catch {
    return undefined;
  }
}

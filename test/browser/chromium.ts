import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** As packages of Debian, of Ubuntu and of Google have it. */
const NAMES = ["chromium", "chromium-browser", "google-chrome"];

const FLAGS = [
  "--headless",
  // Its sandbox refuses to run as root, which CI often is. It sees no page but ours.
  "--no-sandbox",
  "--disable-gpu",
  // Containers have little of /dev/shm, and pages crash when it is full.
  "--disable-dev-shm-usage",
  // It is to call nobody but the servers of the test.
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** How long the browser may take to end by itself. */
const GRACE_MS = 5_000;

/** How much is kept of what the browser prints. */
const MAX_OUTPUT = 4_000;

/** A browser on this machine. */
export interface Browser {
  readonly path: string;
  /** Such as "Chromium 156.0.8078.79". */
  readonly version: string;
}

/**
 * The browser that `$CHROMIUM` names, else the first on the PATH.
 *
 * @throws Error where there is none.
 */
export function findChromium(): Browser {
  const chosen = process.env.CHROMIUM;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const paths = chosen ? [chosen] : NAMES.flatMap((name) => folders.map((dir) => join(dir, name)));
  const path = paths.find(isExecutable);
  if (path === undefined) {
    const where = chosen
      ? `at $CHROMIUM, ${chosen}`
      : `on the PATH by a name of ${NAMES.join(", ")}`;
    throw new Error(`no browser ${where}: install Chromium, or set CHROMIUM to its path`);
  }
  const { stdout, status } = spawnSync(path, ["--version"], {
    encoding: "utf8",
    timeout: 20_000,
  });
  const version = /^.*?\d+(\.\d+)+/.exec(stdout ?? "")?.[0];
  if (version === undefined) throw new Error(`${path} --version ended with ${status}, no version`);
  return { path, version };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A browser that runs. */
export interface RunningBrowser {
  /** Rejects when the browser ends too early, with what it printed. Never resolves. */
  readonly crashed: Promise<never>;
  /** Ends it, and removes all that it wrote. */
  stop(): Promise<void>;
}

/** Opens a page in a browser of its own, with a fresh profile. */
export function openPage({ path }: Browser, url: string): RunningBrowser {
  const profile = mkdtempSync(join(tmpdir(), "rpc-status-browser-"));
  const child = spawn(path, [...FLAGS, `--user-data-dir=${profile}`, url], {
    stdio: ["ignore", "ignore", "pipe"],
    // Crash reports and a few settings lie outside of the profile.
    env: { ...process.env, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
  });
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output = (output + text).slice(-MAX_OUTPUT);
  });
  const crashed = new Promise<never>((_, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      reject(new Error(`the browser ended too early, by ${signal ?? code}:\n${output}`));
    });
  });
  // It ends when it is stopped, and nobody waits for that here.
  crashed.catch(() => {});
  // Its helper processes hold the pipe, and write into the profile until they end.
  const closed = new Promise((resolve) => child.once("close", resolve));
  return {
    crashed,
    async stop() {
      child.kill();
      const kill = setTimeout(() => {
        child.kill("SIGKILL");
        child.stderr.destroy();
      }, GRACE_MS);
      await closed;
      clearTimeout(kill);
      // Not rmSync, which does not look again for what was written meanwhile.
      await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    },
  };
}

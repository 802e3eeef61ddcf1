import { defineConfig } from "vitest/config";

const here = (path: string) => new URL(path, import.meta.url).pathname;

/** What has to be over soon runs alone, after all others, and not where each line is counted. */
const TIMED = ["test/fuzz/**/*.test.ts", "test/hostile/**/*.test.ts"];

export default defineConfig({
  test: {
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // Most of a run would go into loading the same frameworks anew for each file. Nothing here mocks
    // modules, so files may share them.
    pool: "threads",
    isolate: false,
    // Servers and property tests share the machine: more workers than cores only makes them time out.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "source",
          // The examples import the package by its name, as their readers will.
          alias: [
            { find: /^rpc-status$/, replacement: here("src/entry/index.ts") },
            { find: /^rpc-status\/gen\/(.+)$/, replacement: here("gen/$1") },
            { find: /^rpc-status\/(.+)$/, replacement: here("src/entry/$1.ts") },
          ],
          setupFiles: ["test/setup/own-connections.ts", "test/setup/platform-globals.ts"],
          include: ["test/**/*.test.ts"],
          exclude: ["test/package/**", ...TIMED],
        },
      },
      {
        extends: true,
        test: { name: "timed", include: TIMED, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
      {
        // The packed tarball, installed into empty projects. Builds, packs and installs first.
        extends: true,
        test: {
          name: "package",
          include: ["test/package/**/*.test.ts"],
          globalSetup: ["test/package/install.ts"],
          // Compilers run here.
          testTimeout: 60_000,
          maxConcurrency: 2,
        },
      },
    ],
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      reporter: [["text", { skipFull: true }], "html"],
      thresholds: { lines: 97, statements: 97, functions: 97, branches: 94 },
    },
  },
});

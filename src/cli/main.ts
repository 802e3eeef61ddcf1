#!/usr/bin/env node
import { BAD_USAGE } from "./exit-code.js";
import { runCli } from "./run-cli.js";

for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    // Whoever reads may stop: `rpc-status codes | head -3`. Anything else, such as a full disk, is told.
    if (error.code !== "EPIPE") process.exitCode = BAD_USAGE;
  });
}

// Not process.exit(): it would cut off what a pipe has not taken yet.
process.exitCode = await runCli(process.argv.slice(2), process).catch((defect) => {
  console.error(defect);
  // Never 0 or 1, which are answers.
  return BAD_USAGE;
});

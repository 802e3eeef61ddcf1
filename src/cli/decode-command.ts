import type { CliIo } from "./cli-io.js";
import { errorJson } from "./error-json.js";
import type { InputOptions } from "./input-options.js";
import { printError } from "./print-error.js";
import { screenOf } from "./screen.js";
import { showFindings } from "./show-findings.js";
import { wrapTree } from "./wrap-tree.js";

/**
 * Finds the errors in an input and prints them.
 *
 * @returns the exit code.
 * @throws UsageError for options that contradict each other, and for an input that cannot be read.
 */
export function decode(
  argument: string | undefined,
  options: InputOptions,
  io: CliIo,
): Promise<number> {
  const { lineWidth } = screenOf(io);
  return showFindings({
    argument,
    options,
    io,
    show: (findings) =>
      options.json === true
        ? findings.map((finding) => errorJson(finding)).join("")
        : findings.map((finding) => wrapTree(printError(finding), lineWidth)).join("\n"),
  });
}

import { CommanderError } from "commander";
import { plainLine } from "../error/plain-line.js";
import type { CliIo } from "./cli-io.js";
import { BAD_USAGE, FOUND } from "./exit-code.js";
import { createProgram } from "./program.js";
import { UsageError } from "./usage-error.js";

/**
 * Runs the `rpc-status` command.
 *
 * @param args - what stands after the command's name.
 * @returns the exit code: 2 for bad usage, else what the command means by it.
 */
export async function runCli(args: readonly string[], io: CliIo): Promise<number> {
  let exitCode = FOUND;
  const program = createProgram(io, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(asOption(args), { from: "user" });
    return exitCode;
  } catch (error) {
    // commander says what is wrong by itself; it also throws after --help and --version, with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? FOUND : BAD_USAGE;
    if (!(error instanceof UsageError)) throw error;
    io.stderr.write(`error: ${plainLine(error.message)}\n`);
    return BAD_USAGE;
  }
}

/** `explain --help` for `help explain`: of the two, only the option lets the command load what its help lists. */
function asOption(args: readonly string[]): readonly string[] {
  return args[0] === "help" && args[1] === "explain" ? ["explain", "--help"] : args;
}

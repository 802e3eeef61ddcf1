import { plainLine } from "../error/plain-line.js";
import type { CliIo } from "./cli-io.js";
import { errorJson } from "./error-json.js";
import { FOUND, NOTHING_FOUND } from "./exit-code.js";
import type { InputFormat } from "./input-format.js";
import { printError } from "./print-error.js";
import { readInput } from "./read-input.js";
import { recognizeInput } from "./recognize-input.js";
import { UsageError } from "./usage-error.js";

/** Options of `rpc-status decode`. */
export interface DecodeOptions {
  readonly file?: string;
  readonly format: InputFormat;
  readonly status?: number;
  readonly json?: boolean;
}

/** Formats that have no HTTP status beside them. */
const WITHOUT_STATUS: readonly InputFormat[] = ["details-bin", "trailers", "http"];

/**
 * Finds the errors in an input and prints them.
 *
 * @returns the exit code.
 * @throws UsageError for options that contradict each other, and for an input that cannot be read.
 */
export async function decode(
  argument: string | undefined,
  { file, format, status, json }: DecodeOptions,
  { stdin, stdout, stderr }: CliIo,
): Promise<number> {
  if (status !== undefined && WITHOUT_STATUS.includes(format)) {
    throw new UsageError(`--status is for a body, which --format ${format} is not`);
  }
  const input = await readInput({ argument, file }, stdin);
  const { errors, nothing, more } = recognizeInput(input.bytes, { format, status });
  if (errors.length === 0) {
    const why = nothing ?? (input.bytes.length === 0 ? "it is empty" : input.hint);
    const what = `no error in ${input.source}`;
    stderr.write(`${plainLine(why === undefined ? what : `${what}: ${why}`)}\n`);
    return NOTHING_FOUND;
  }
  stdout.write(json === true ? errors.map(errorJson).join("") : errors.map(printError).join("\n"));
  if (more === true) stderr.write(`only the first ${errors.length} errors are shown\n`);
  return FOUND;
}

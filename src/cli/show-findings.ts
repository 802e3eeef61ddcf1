import { plainLine } from "../error/plain-line.js";
import type { CliIo } from "./cli-io.js";
import { FOUND, NOTHING_FOUND } from "./exit-code.js";
import type { Finding } from "./finding.js";
import type { InputFormat } from "./input-format.js";
import type { InputOptions } from "./input-options.js";
import { readInput } from "./read-input.js";
import { recognizeInput } from "./recognize-input.js";
import { UsageError } from "./usage-error.js";

/** Formats that have no HTTP status beside them. */
const WITHOUT_STATUS: readonly InputFormat[] = ["details-bin", "trailers", "http"];

/** Where the input of a command is, what it is, and who reads what is found in it. */
export interface FindingsRequest {
  /** A path, or the input itself. */
  readonly argument: string | undefined;
  readonly options: InputOptions;
  readonly io: CliIo;
  /** Makes the text of all findings, of which there is one at least. */
  readonly show: (findings: readonly Finding[]) => string;
}

/**
 * Finds the errors in an input, and writes what `show` makes of them.
 *
 * @returns the exit code.
 * @throws UsageError for options that contradict each other, and for an input that cannot be read.
 */
export async function showFindings(request: FindingsRequest): Promise<number> {
  const { argument, show } = request;
  const { file, format, status } = request.options;
  const { stdin, stdout, stderr } = request.io;
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
  stdout.write(show(errors));
  if (more === true) stderr.write(`only the first ${errors.length} errors are shown\n`);
  return FOUND;
}

import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { INPUT_FORMATS, type InputFormat } from "./input-format.js";

/** Options of the commands that look for errors in an input. */
export interface InputOptions {
  readonly file?: string;
  readonly format: InputFormat;
  readonly status?: number;
  readonly json?: boolean;
}

/** Adds the argument and the options of {@link InputOptions} to a command. */
export function addInputOptions(command: Command): Command {
  return command
    .addArgument(
      new Argument("[input]", "a file, else the input itself; - or none: standard input"),
    )
    .option("-f, --file <path>", "a file, which must exist")
    .addOption(
      new Option("--format <format>", "what the input is").choices(INPUT_FORMATS).default("auto"),
    )
    .option("-s, --status <status>", "HTTP status, where the input is only a body", parseStatus)
    .option("--json", "one line of JSON for each error");
}

function parseStatus(text: string): number {
  if (/^[1-5]\d\d$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be 100 to 599.");
}

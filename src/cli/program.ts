import { Command } from "commander";
import { plainLine } from "../error/plain-line.js";
import type { CliIo } from "./cli-io.js";
import { type CodesOptions, printCodes } from "./codes-command.js";
import { decode } from "./decode-command.js";
import { addExplainCommand } from "./explain/add-explain-command.js";
import { addInputOptions, type InputOptions } from "./input-options.js";
import { addOperationCommand } from "./operation/add-operation-command.js";
import { readVersion } from "./version.js";

const EXIT_CODES = `
Exit code: 2 for bad usage; the help of each command has the others.`;

const DECODE_EXIT_CODES = `
Exit code: 0 when an error was found, 1 when there is none, 2 for bad usage.`;

const DECODE_EXAMPLES = `
Understands base64 or hex of grpc-status-details-bin, trailers, gRPC-Web
frames, the output of curl -i and curl -v, JSON bodies, what grpc-js and gRPC
libraries of other languages print, and logs with such lines.

  curl -si https://api.example/books/42 | rpc-status decode
  rpc-status decode CAUSB25vIGJvb2s
  rpc-status decode --json server.log | jq .codeName
${DECODE_EXIT_CODES}`;

/** The commands, their arguments and options. `report` takes the exit code of what ran. */
export function createProgram(io: CliIo, report: (exitCode: number) => void): Command {
  const program = new Command("rpc-status")
    .description(
      "Reads and explains errors of gRPC, Connect and REST APIs in whatever form you have them, and waits for operations.",
    )
    .version(readVersion())
    .addHelpText("after", EXIT_CODES)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      // A message repeats what was typed, which may be text of a stranger.
      outputError: (text, write) =>
        write(`${text.trimEnd().split("\n").map(plainLine).join("\n")}\n`),
    });

  addInputOptions(program.command("decode"))
    .description("find the error in a file, an argument or standard input, and print it")
    .addHelpText("after", DECODE_EXAMPLES)
    .action(async (input: string | undefined, options: InputOptions) => {
      report(await decode(input, options, io));
    });

  addExplainCommand(program, io, report);

  program
    .command("codes")
    .description("print the codes of gRPC: number, HTTP status and spellings")
    .argument("[code]", "only this one: 5, NOT_FOUND, notFound, or an HTTP status such as 404")
    .option("--http", "the other way round: the code for each HTTP status")
    .option("--json", "one line of JSON for each row")
    .action((code: string | undefined, options: CodesOptions) => {
      io.stdout.write(printCodes(code, options));
    });

  addOperationCommand(program, io, report);
  return program;
}

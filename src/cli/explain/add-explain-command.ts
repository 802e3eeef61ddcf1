import { type Command, Option } from "commander";
import type { CliIo } from "../cli-io.js";
import { addInputOptions } from "../input-options.js";
import type { ExplainCommandOptions } from "./explain-command.js";

const HELP = `
Reads whatever "decode" reads. For each error it prints the tree, then what the
error means, what to do, whose turn it is and whether to try again, then
TypeScript that catches it. Who sent it is found by evidence, unless --provider
says it.

  curl -si https://api.example/books/42 | rpc-status explain
  rpc-status explain --provider fireworks --status 412 body.json
  rpc-status explain --json server.log | jq .explanation.fix

Colours are for a terminal only; NO_COLOR turns them off, FORCE_COLOR on.

Exit code: 0 when an error was found, 1 when there is none, 2 for bad usage.`;

/** Adds `explain` to the commands. `report` takes the exit code of what ran. */
export function addExplainCommand(
  program: Command,
  io: CliIo,
  report: (exitCode: number) => void,
): void {
  const provider = new Option(
    "-p, --provider <id>",
    "who sent the error (default: told by evidence)",
  );
  const command = addInputOptions(program.command("explain"))
    .description("find the error like decode, and say what it means and what to do about it")
    .addOption(provider)
    .option("--locale <tag>", "language of the texts: en, ru (default: that of the environment)")
    .option("--idempotent", "the call may happen twice without harm")
    .addHelpText("after", HELP)
    .action(async (input: string | undefined, options: ExplainCommandOptions) => {
      const { explainInput } = await import("./explain-command.js");
      report(await explainInput(input, options, io));
    });
  // Who only decodes need not load the providers' tables, and who explains has their ids from there.
  program.hook("preSubcommand", async (_, called) => {
    if (called !== command) return;
    const { providers } = await import("../../providers/all-providers.js");
    provider.choices(providers.map(({ id }) => id));
  });
}

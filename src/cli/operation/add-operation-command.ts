import { type Command, InvalidArgumentError, Option } from "commander";
import type { CliIo } from "../cli-io.js";
import { OPERATION_APIS, type OperationOptions } from "./operation-options.js";
import { parseDuration } from "./parse-duration.js";

const HELP = `
Asks for the operation until it is over, at the pace that its service sets.
Progress is written to standard error; the response of a success, as JSON, and
the error of a failure to standard output. With --json, standard output gets a
line for each change instead, the last with the outcome.

The token of a file is sent as "authorization: Bearer …" and read anew for each
poll; where another scheme stands before it, as in "Api-Key …", it is sent with
that one. RPC_STATUS_TOKEN in the environment may hold it as well. Credentials
go unencrypted to another machine only where --plaintext says so.

Over gRPC, what is in a response of a service's own type stays in base64 without
--descriptors.

  rpc-status operation epd1 --token-file token \\
    --endpoint operation.api.cloud.yandex.net:443
  rpc-status operation operations/7 --token-file token \\
    --rest --endpoint https://speech.googleapis.com
  rpc-status operation op1 --endpoint localhost:50051 --plaintext \\
    --timeout 10m --json | tail -n 1 | jq .outcome

Exit code: 0 when it succeeded, 1 when it failed, 2 for bad usage, 3 when it was
cancelled, 4 when it still runs (after --timeout, Ctrl-C or SIGTERM: the same
command goes on), 5 when it could not be asked for.`;

/** Adds `operation` to the commands. `report` takes the exit code of what ran. */
export function addOperationCommand(
  program: Command,
  io: CliIo,
  report: (exitCode: number) => void,
): void {
  program
    .command("operation")
    .description(
      "wait for a long-running operation of Yandex Cloud or Google, and show how it goes",
    )
    .argument("<id>", "its id, or its name: epd1, operations/7")
    .requiredOption(
      "-e, --endpoint <endpoint>",
      "host:port or URL of the service; encrypted, unless it begins with http://",
    )
    .option("--rest", "over REST, not gRPC; the endpoint is the base URL, without a version")
    .addOption(
      new Option(
        "--api <api>",
        "whose operations they are; without it an id with a slash is Google's",
      ).choices(OPERATION_APIS),
    )
    .option("--api-version <version>", "the version in the paths of Google's REST (default: v1)")
    .option("--plaintext", "without TLS")
    .option("--token-file <path>", "a file with the token; - is standard input")
    .addOption(new Option("--token [token]").hideHelp())
    .option("-H, --header <line>", '"name: value" to send along, several times if need be', collect)
    .option("--descriptors <path>", "a FileDescriptorSet with the types of responses and metadata")
    .option(
      "--timeout <duration>",
      "how long to wait: 1500ms, 90s, 10m, 1h (default: any time)",
      toMs,
    )
    .option("--poll-timeout <duration>", "how long one poll may take (default: 30s)", toMs)
    .option("--fail-fast", "end when it has failed, not after its rollback")
    .option("--cancel-on-interrupt", "ask to cancel it when Ctrl-C or --timeout ends the waiting")
    .option("--json", "one line of JSON for each change, and one with the outcome")
    .addHelpText("after", HELP)
    .action(async (id: string, options: OperationOptions) => {
      // Who only decodes need not load all of this.
      const { operation } = await import("./operation-command.js");
      report(await operation(id, options, io));
    });
}

function collect(line: string, lines: readonly string[] = []): readonly string[] {
  return [...lines, line];
}

function toMs(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined) return milliseconds;
  throw new InvalidArgumentError("It must be above 0, like 1500ms, 90s, 10m or 1h.");
}

import { runCli } from "../../src/cli/run-cli.js";

/** What a run of the command left. */
export interface Invocation {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the command in this process.
 *
 * @param stdin - what is piped in; without it, standard input is a terminal.
 */
export async function invoke(
  args: readonly string[],
  stdin?: string | Uint8Array,
): Promise<Invocation> {
  let stdout = "";
  let stderr = "";
  const exitCode = await runCli(args, {
    stdin: Object.assign(chunksOf(stdin ?? ""), { isTTY: stdin === undefined }),
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { exitCode, stdout, stderr };
}

async function* chunksOf(input: string | Uint8Array): AsyncIterable<Uint8Array> {
  yield Buffer.from(input as string);
}

/** What `rpc-status decode --json` says of an input that is piped in. */
export interface Decoded {
  readonly error: {
    code: number;
    message: string;
    status: string;
    details?: { "@type": string }[];
  };
  readonly code: number;
  readonly codeName: string;
  readonly message: string;
  readonly reason?: string;
  readonly domain?: string;
  readonly retryDelayMs?: number;
  readonly requestIds: string[];
  readonly origin: string;
  readonly via: string;
  readonly httpStatus?: number;
  readonly dialect?: string;
  readonly form: string;
  readonly line?: number;
  readonly problems: { kind: string }[];
  readonly notes: string[];
}

/** The errors that the command finds in an input, one object for each. */
export async function decoded(
  stdin: string | Uint8Array,
  ...options: readonly string[]
): Promise<Decoded[]> {
  const { stdout } = await invoke(["decode", "--json", ...options], stdin);
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

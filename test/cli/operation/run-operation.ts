import { EventEmitter } from "node:events";
import { runCli } from "../../../src/cli/run-cli.js";
import type { Invocation } from "../invoke.js";

/** Where the command runs. */
export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped in; without it, standard input is a terminal. */
  readonly stdin?: string;
  /** Makes standard error a terminal of this width. */
  readonly columns?: number;
}

/** A run of the command in this process that goes on. */
export interface OperationRun {
  readonly done: Promise<Invocation>;
  /** What it has written to standard error so far, piece by piece. */
  readonly written: readonly string[];
  /** What `process` would be: emits signals. */
  readonly signals: EventEmitter;
}

/** Starts `rpc-status operation`. */
export function startOperation(
  args: readonly string[],
  { env = {}, stdin, columns }: Surroundings = {},
): OperationRun {
  let stdout = "";
  const written: string[] = [];
  const signals = new EventEmitter();
  const done = runCli(["operation", ...args], {
    stdin: Object.assign(chunksOf(stdin ?? ""), { isTTY: stdin === undefined }),
    stdout: { write: (text) => (stdout += text) },
    stderr: sinkOf(written, columns),
    env,
    on: (signal, listener) => signals.on(signal, listener),
    off: (signal, listener) => signals.off(signal, listener),
  });
  return {
    done: done.then((exitCode) => ({ exitCode, stdout, stderr: written.join("") })),
    written,
    signals,
  };
}

/** Runs `rpc-status operation` to its end. */
export function runOperation(
  args: readonly string[],
  surroundings?: Surroundings,
): Promise<Invocation> {
  return startOperation(args, surroundings).done;
}

/** Standard error; as a terminal it has what Node's own terminals have. */
function sinkOf(written: string[], columns: number | undefined) {
  const write = (text: string) => written.push(text);
  if (columns === undefined) return { write };
  return {
    write,
    isTTY: true,
    columns,
    cursorTo: () => written.push("\r"),
    clearLine: () => written.push("\u001b[2K"),
    moveCursor: () => written.push("\u001b[A"),
  };
}

async function* chunksOf(input: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(input);
}

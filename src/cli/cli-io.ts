/** What the command reads from and writes to: `process` is one. */
export interface CliIo {
  readonly stdin: AsyncIterable<unknown> & { readonly isTTY?: boolean };
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  /** Default: none is set. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Tells of signals to the process. Default: none come. */
  on?(signal: StopSignal, listener: () => void): unknown;
  off?(signal: StopSignal, listener: () => void): unknown;
}

/** Takes text; a terminal is one. */
export interface TextSink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** The width of a terminal. */
  readonly columns?: number;
}

/** What asks a process to stop. */
export type StopSignal = "SIGINT" | "SIGTERM";

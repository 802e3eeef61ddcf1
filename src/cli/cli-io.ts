/** What the command reads from and writes to: `process` is one. */
export interface CliIo {
  readonly stdin: AsyncIterable<unknown> & { readonly isTTY?: boolean };
  readonly stdout: TextSink;
  readonly stderr: TextSink;
}

interface TextSink {
  write(text: string): unknown;
}

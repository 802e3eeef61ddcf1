import { createReadStream, type Stats, statSync } from "node:fs";
import type { CliIo } from "./cli-io.js";
import { UsageError } from "./usage-error.js";

/** How much is read: a log of a day may be pasted by mistake, and everything is held in memory. */
export const MAX_INPUT_BYTES = 16 * 1024 * 1024;

export interface Input {
  readonly bytes: Uint8Array;
  /** Where it came from, in words. */
  readonly source: string;
  /** What the caller may have meant, should there be nothing in it. */
  readonly hint?: string;
}

/** Where the caller says that the input is. */
export interface InputRequest {
  /** A path, or the input itself; `-` is standard input. */
  readonly argument?: string | undefined;
  readonly file?: string | undefined;
}

/**
 * Reads the input of a command.
 *
 * @throws UsageError where there is none, where it cannot be read, and where it is too large.
 */
export async function readInput(
  { argument, file }: InputRequest,
  stdin: CliIo["stdin"],
): Promise<Input> {
  if (file !== undefined) {
    if (argument !== undefined) throw new UsageError("give an input or --file, not both");
    return readFile(file);
  }
  if (argument === undefined || argument === "-") {
    if (argument === undefined && stdin.isTTY) {
      throw new UsageError("nothing to decode: give a file or a text, or pipe something in");
    }
    return readAll(stdin, "standard input");
  }
  if (isFile(argument)) return readFile(argument);
  const input = await readAll([new TextEncoder().encode(argument)], "the argument");
  return { ...input, hint: "there is no file of that name either" };
}

function isFile(path: string): boolean {
  let stats: Stats;
  try {
    stats = statSync(path);
  } catch (error) {
    // A text is no path, mostly not even a possible one: too long, or with a NUL inside.
    if (isForbidden(error)) throw new UsageError(`${path} cannot be read`);
    return false;
  }
  if (stats.isDirectory()) throw new UsageError(`${path} is a directory`);
  return true;
}

function isForbidden(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "EACCES";
}

function readFile(path: string): Promise<Input> {
  return readAll(createReadStream(path), `the file ${path}`);
}

async function readAll(
  chunks: AsyncIterable<unknown> | Iterable<unknown>,
  source: string,
): Promise<Input> {
  const read: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of chunks) {
      const bytes = Buffer.from(chunk as Uint8Array);
      size += bytes.length;
      if (size > MAX_INPUT_BYTES) break;
      read.push(bytes);
    }
  } catch (error) {
    throw new UsageError(`${source} cannot be read: ${(error as Error).message}`);
  }
  if (size > MAX_INPUT_BYTES) {
    const megabytes = MAX_INPUT_BYTES / 1024 / 1024;
    throw new UsageError(`${source} is larger than ${megabytes} MiB: cut the error out of it`);
  }
  return { bytes: Buffer.concat(read), source };
}

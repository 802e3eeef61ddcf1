import { UsageError } from "../usage-error.js";

/** A header that is sent along: its name, in lower case, and its value. */
export type SentHeader = readonly [name: string, value: string];

const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const VALUE = /^[\x20-\x7e]*$/;

/**
 * Reads headers as `curl -H` takes them, `name: value`.
 *
 * @throws UsageError that names the header, and never its value.
 */
export function parseHeaders(lines: readonly string[]): SentHeader[] {
  return lines.map(parseHeader);
}

function parseHeader(line: string): SentHeader {
  const colon = line.indexOf(":");
  const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
  const value = line.slice(colon + 1).trim();
  if (!NAME.test(name)) throw new UsageError('--header must be like "name: value"');
  if (name === "authorization") {
    throw new UsageError(
      "lists of processes show arguments: give the token by --token-file or RPC_STATUS_TOKEN",
    );
  }
  if (!VALUE.test(value)) throw new UsageError(`the value of header ${name} is not plain ASCII`);
  return [name, value];
}

/** Headers or trailers that stand together, one a line. */
export interface HeaderBlock {
  readonly entries: readonly (readonly [string, string])[];
  /** Number of its first line, from 1. */
  readonly line: number;
}

/**
 * `name: value`, also with the mark that `curl -v` puts before a header it received. Names of HTTP/2 may
 * begin with a colon.
 */
const HEADER = /^\s*(?:[<|]\s+)?(:?[a-z][\w.-]{0,100})\s*:\s?(.*)$/i;

/** The blocks of header lines in a text: any other line ends one, an empty one too. */
export function headerBlocks(text: string): HeaderBlock[] {
  const blocks: { entries: [string, string][]; line: number }[] = [];
  let open = false;
  text.split(/\r?\n/).forEach((line, index) => {
    const header = headerFromLine(line);
    if (header === undefined) {
      open = false;
      return;
    }
    if (!open) blocks.push({ entries: [], line: index + 1 });
    blocks.at(-1)?.entries.push(header);
    open = true;
  });
  return blocks;
}

/** Name and value of a header line. */
export function headerFromLine(line: string): [string, string] | undefined {
  const [, name, value] = HEADER.exec(line) ?? [];
  return name === undefined ? undefined : [name.toLowerCase(), (value ?? "").trim()];
}

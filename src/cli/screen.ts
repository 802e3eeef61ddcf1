import type { CliIo } from "./cli-io.js";

/** What a text is laid out for. */
export interface Screen {
  /** How wide running text is, in columns. */
  readonly width: number;
  /** Where lines have to be broken: the terminal's width; `Infinity` in a pipe, whose reader may search for a line. */
  readonly lineWidth: number;
  readonly colours: boolean;
}

/** Width where nobody says it. */
const USUAL = 80;
/** Longer lines are hard to read; in fewer columns nothing can be laid out. */
const WIDEST = 100;
const NARROWEST = 20;

/**
 * How standard output looks: the terminal's width up to 100 columns, 80 in a pipe; colours in a terminal that has
 * them, unless `NO_COLOR` is set. `FORCE_COLOR` outdoes all of that: 0 and false for none, everything else for some.
 *
 * @see https://no-color.org
 * @see https://force-color.org
 */
export function screenOf({ stdout, env = {} }: Pick<CliIo, "stdout" | "env">): Screen {
  const isTerminal = stdout.isTTY === true;
  const columns = (isTerminal && stdout.columns) || USUAL;
  const { FORCE_COLOR: forced, NO_COLOR: unwanted, TERM } = env;
  return {
    width: Math.max(NARROWEST, Math.min(WIDEST, columns)),
    lineWidth: isTerminal ? Math.max(NARROWEST, columns) : Number.POSITIVE_INFINITY,
    colours: forced ? !/^(?:0|false)$/i.test(forced) : isTerminal && !unwanted && TERM !== "dumb",
  };
}

import type { CliIo } from "../cli-io.js";
import { JsonProgress } from "./json-progress.js";
import { LineProgress } from "./line-progress.js";
import type { Progress } from "./progress.js";
import { SpinnerProgress } from "./spinner-progress.js";
import type { WaitFacts } from "./wait-facts.js";

/** What a progress is shown by. */
export interface ProgressContext {
  readonly json?: boolean | undefined;
  /** The real thing. */
  readonly io: CliIo;
  /** What is written to otherwise. */
  readonly covered: Pick<CliIo, "stdout" | "stderr">;
}

/** Shows a progress as JSON where that is wanted, else by a spinner in a terminal, else by lines. */
export function openProgress(facts: WaitFacts, { json, io, covered }: ProgressContext): Progress {
  if (json === true) return new JsonProgress(facts, covered.stdout);
  const lines = new LineProgress(facts, covered);
  return isInteractive(io) ? new SpinnerProgress(facts, io.stderr, lines) : lines;
}

/** Whether somebody looks on whose terminal can go back in its line. */
function isInteractive({ stderr, env = {} }: CliIo): boolean {
  return stderr.isTTY === true && env.TERM !== "dumb" && !("CI" in env);
}

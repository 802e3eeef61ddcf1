import { findPrinted } from "../dialects/printed.js";
import type { Findings } from "./finding.js";
import { headerBlocks } from "./header-lines.js";

/** What `grpcurl` prints last, of a call that failed. */
const ERROR = /^ERROR:\r?\n[ \t]+Code: (\w{1,40})\r?\n[ \t]+Message: /m;
/** With -v it prints headers first; those that it sent are none of the answer's. */
const ANSWER = /^Response headers received:/m;

/** Finds the error in the output of `grpcurl`, with the headers and trailers that `-v` shows. */
export function findGrpcurl(text: string): Findings | undefined {
  const match = ERROR.exec(text);
  const parts = match === null ? undefined : findPrinted(text.slice(match.index))?.parts;
  if (match === null || parts === undefined) return undefined;
  const answer = ANSWER.exec(text)?.index ?? match.index;
  const headers = headerBlocks(text.slice(answer, match.index)).flatMap(({ entries }) => entries);
  return { errors: [{ form: "text", parts: { ...parts, metadata: [headers] } }] };
}

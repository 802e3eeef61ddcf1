import { inspect } from "node:util";
import { RpcError } from "../../src/entry/index.js";
import { paint } from "./colour.js";
import { columns } from "./columns.js";

/** Width of what is printed: the terminal's, as far as it stays readable. */
const WIDTH = Math.min(process.stdout.columns ?? 110, 130);

/** Prints the heading of a group of scenes. */
export function printTitle(text: string): void {
  console.log(
    `\n${paint(["bold", "cyan"], `━━ ${text} `)}${paint("cyan", "━".repeat(Math.max(0, WIDTH - text.length - 4)))}`,
  );
}

/** Prints one failed call: what a caller has without this library, and with it. */
export function printFailure(call: string, without: string, withIt: unknown): void {
  const error = RpcError.from(withIt);
  const facts = [
    `via ${error.via}, made by ${error.origin}`,
    ...(error.requestIds.length > 0 ? [`request ids ${error.requestIds.join(", ")}`] : []),
  ].join(" · ");
  console.log(`\n${paint("bold", call)}`);
  const left = `without\n${without}`;
  const right = `with rpc-status\n${inspect(error)}\n(${facts})`;
  console.log(paintColumns(columns(left, right, WIDTH)));
}

/** Prints a line about something that went on. */
export function printNote(text: string): void {
  console.log(paint("dim", text));
}

// Painted after the layout, so that escape codes do not count as width.
function paintColumns(text: string): string {
  return text
    .replace(/^without\b/m, (word) => paint("yellow", word))
    .replace("with rpc-status", (word) => paint("green", word))
    .replace(/\w*Error \[[A-Z_]+\]/, (word) => paint(["bold", "red"], word));
}

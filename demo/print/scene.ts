import { inspect } from "node:util";
import { RpcError } from "../../src/entry/index.js";
import { paint } from "./colour.js";
import { columns, wrap } from "./columns.js";

/** Width of what is printed: the terminal's, as far as it stays readable. */
const WIDTH = Math.min(process.stdout.columns ?? 110, 130);

/** Prints the heading of a group of scenes. */
export function printTitle(text: string): void {
  console.log(
    `\n${paint(["bold", "cyan"], `━━ ${text} `)}${paint("cyan", "━".repeat(Math.max(0, WIDTH - text.length - 4)))}`,
  );
}

/** Prints the heading of one scene. */
export function printHeading(text: string): void {
  console.log(`\n${paint("bold", text)}`);
}

/** Prints one failed call: what a caller has without this library, and with it. */
export function printFailure(call: string, without: string, withIt: unknown): void {
  const error = RpcError.from(withIt);
  printPair(call, without, `${inspect(error)}\n(via: ${error.via}, origin: ${error.origin})`);
}

/** Prints what there is without this library, and beside it what there is with it. */
export function printPair(title: string, without: string, withIt: string): void {
  printHeading(title);
  const [left, right] = [`without\n${without}`, `with rpc-status\n${withIt}`];
  console.log(paintColumns(columns(left, right, WIDTH)));
}

/** How many lines of a raw value are shown. */
const MAX_RAW_LINES = 14;

/** A value as `console.log` prints it, as far as it fits: what a caller has without this library. */
export function raw(value: unknown): string {
  const text = inspect(value, { depth: 4, breakLength: 44 });
  // Bytes in full say no more than that there are some.
  const short = text.replace(/<Buffer ((?:[0-9a-f]{2} ){4})[^>]*>/g, "<Buffer $1…>");
  const lines = short
    .replace(/Uint8Array\(\d+\) \[[^\]]*\]/g, (bytes) => `${bytes.split(" ")[0]} […]`)
    .split("\n");
  return lines.length > MAX_RAW_LINES
    ? [...lines.slice(0, MAX_RAW_LINES), "…"].join("\n")
    : lines.join("\n");
}

/** Prints a line about something that went on. */
export function printNote(text: string): void {
  for (const line of wrap(text, WIDTH)) console.log(paint("dim", line));
}

// Painted after the layout, so that escape codes do not count as width.
function paintColumns(text: string): string {
  return text
    .replace(/^without\b/m, (word) => paint("yellow", word))
    .replace("with rpc-status", (word) => paint("green", word))
    .replace(/\w*Error \[[A-Z_]+\]/, (word) => paint(["bold", "red"], word));
}

import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Whether the output is a terminal that shows colour and nobody asked for none. */
const coloured =
  process.stdout.isTTY === true && process.stdout.hasColors() && !process.env.NO_COLOR;

/** Styles a text for a terminal; leaves it plain otherwise. */
export function paint(style: Style, text: string): string {
  return coloured ? styleText(style, text) : text;
}

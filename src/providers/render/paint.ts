/** Colours that are readable on a light and on a dark background; yellow and white are not. */
const STYLES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  cyan: [36, 39],
} as const;

/** How a text looks in a terminal. */
export type Style = keyof typeof STYLES;

/** Makes a text look so, or leaves it plain. */
export type Paint = (text: string, ...styles: readonly Style[]) => string;

/** What paints with the escape sequences of ECMA-48 where colours are wanted, and else gives the text back. */
export function painter(colours: boolean): Paint {
  if (!colours) return (text) => text;
  return (text, ...styles) =>
    styles.reduce((painted, style) => {
      const [on, off] = STYLES[style];
      return `\u001B[${on}m${painted}\u001B[${off}m`;
    }, text);
}

import { stripVTControlCharacters } from "node:util";

/** The narrowest terminal in which two columns still read well. */
const MIN_WIDTH = 90;

/**
 * Two texts beside each other, each wrapped to its column; one below the other where the terminal is
 * too narrow.
 */
export function columns(left: string, right: string, width: number): string {
  if (width < MIN_WIDTH) return `${left}\n\n${right}`;
  const leftWidth = Math.floor(width * 0.4);
  const rightWidth = width - leftWidth - 3;
  const lefts = wrap(left, leftWidth);
  const rights = wrap(right, rightWidth);
  const lines = Array.from({ length: Math.max(lefts.length, rights.length) }, (_, i) => {
    const text = lefts[i] ?? "";
    const padding = " ".repeat(Math.max(0, leftWidth - visibleLength(text)));
    return `${text}${padding} │ ${rights[i] ?? ""}`.trimEnd();
  });
  return lines.join("\n");
}

function wrap(text: string, width: number): string[] {
  return text.split("\n").flatMap((line) => {
    const lines: string[] = [];
    let rest = line;
    while (visibleLength(rest) > width) {
      const space = rest.lastIndexOf(" ", width);
      const cut = space > width / 2 ? space : width;
      lines.push(rest.slice(0, cut));
      rest = `  ${rest.slice(cut).trimStart()}`;
    }
    return [...lines, rest];
  });
}

function visibleLength(text: string): number {
  return stripVTControlCharacters(text).length;
}

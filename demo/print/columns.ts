import { stripVTControlCharacters } from "node:util";

/** The narrowest terminal in which two columns still read well. */
const MIN_WIDTH = 100;
/** What the right column needs for the longest lines of the trees. */
const RIGHT_WIDTH = 62;

/**
 * Two texts beside each other, each wrapped to its column; one below the other where the terminal is
 * too narrow.
 */
export function columns(left: string, right: string, width: number): string {
  if (width < MIN_WIDTH) return [...wrap(left, width), "", ...wrap(right, width)].join("\n");
  const leftWidth = Math.min(Math.floor(width * 0.45), width - 3 - RIGHT_WIDTH);
  const lefts = wrap(left, leftWidth);
  const rights = wrap(right, width - leftWidth - 3);
  const lines = Array.from({ length: Math.max(lefts.length, rights.length) }, (_, i) => {
    const text = lefts[i] ?? "";
    const padding = " ".repeat(Math.max(0, leftWidth - visibleLength(text)));
    return `${text}${padding} │ ${rights[i] ?? ""}`.trimEnd();
  });
  return lines.join("\n");
}

/** Lines no wider than `width`; what goes on in the next line is indented a little more. */
export function wrap(text: string, width: number): string[] {
  return text.split("\n").flatMap((line) => {
    const indent = `${/^[│ ]*/.exec(line)?.[0] ?? ""}  `;
    const lines: string[] = [];
    let rest = line;
    while (visibleLength(rest) > width) {
      const space = rest.lastIndexOf(" ", width);
      const cut = space > width / 2 ? space : width;
      lines.push(rest.slice(0, cut));
      rest = indent + rest.slice(cut).trimStart();
    }
    return [...lines, rest];
  });
}

function visibleLength(text: string): number {
  return stripVTControlCharacters(text).length;
}

import { columnsOf, wrapWords } from "../providers/render/wrap-words.js";

/**
 * A tree in lines of at most `width` columns: what is longer goes on below, a step to the right of where it began
 * and beside the same branches, its words one space apart. A terminal would break it within a word, at the edge, across the branches.
 */
export function wrapTree(tree: string, width: number): string {
  return tree
    .split("\n")
    .flatMap((line) => (columnsOf(line) > width ? wrapBranch(line, width) : [line]))
    .join("\n");
}

function wrapBranch(line: string, width: number): string[] {
  const [branch = ""] = /^[│├└ ]*/.exec(line) ?? [];
  const below = `${branch.replaceAll("├", "│").replaceAll("└", " ")}  `;
  const [first = "", ...rest] = wrapWords(line.slice(branch.length), width - columnsOf(below));
  return [`${branch}${first}`, ...rest.map((part) => `${below}${part}`)];
}

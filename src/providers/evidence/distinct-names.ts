/** How many names of a kind are looked at, and how much of each. */
export const MAX_NAMES = 64;
export const MAX_NAME = 256;

/** Names that are short enough to be one, each once. */
export function distinctNames(all: readonly string[]): readonly string[] {
  const short = all.filter((name) => name !== "" && name.length <= MAX_NAME);
  return [...new Set(short)].slice(0, MAX_NAMES);
}

/** How many entries of a list an explanation keeps. */
const MAX_ENTRIES = 20;

/** The beginning of a list, and how many entries were left out. */
export interface BoundedList<Entry> {
  readonly list: readonly Entry[];
  readonly omitted: number;
}

/** The first twenty entries of a list. */
export function boundedList<Entry>(all: readonly Entry[]): BoundedList<Entry> {
  const list = all.slice(0, MAX_ENTRIES);
  return { list, omitted: all.length - list.length };
}

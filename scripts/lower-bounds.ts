/** The oldest versions that ranges of package.json allow: `^2.14.0` allows 2.14.0 and later. */
export function lowerBounds(ranges: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(ranges).map(([name, range]) => [name, range.replace(/^\^/, "")]),
  );
}

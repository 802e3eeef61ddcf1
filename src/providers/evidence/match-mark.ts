import type { Provider } from "../provider.js";
import type { ProviderMarks } from "../provider-marks.js";
import { mostExact } from "./most-exact.js";

/** The kinds of marks that are names. */
export type NameMark = Exclude<keyof ProviderMarks, "bodies" | "sdks">;

/** The provider that something found of an error bears a mark of. */
export function providerOfMark(
  kind: NameMark,
  found: string,
  providers: readonly Provider[],
): Provider | undefined {
  return mostExact(providers, {
    names: ({ marks }) => marks?.[kind] ?? [],
    fits: (mark) => BEARS[kind](found, mark),
  });
}

const BEARS: Readonly<Record<NameMark, (found: string, mark: string) => boolean>> = {
  types: (type, name) => type.startsWith(`${name}.`),
  quotas: (quota, begin) => quota.toLowerCase().startsWith(begin.toLowerCase()),
  dialects: (dialect, name) => dialect === name,
  headers: (header, name) => header === name || (name.endsWith("-") && header.startsWith(name)),
  links: leadsTo,
};

/** @param place - host and path of a link. */
function leadsTo(place: string, mark: string): boolean {
  const [host, path] = parts(place);
  const [knownHost, knownPath] = parts(mark);
  return (
    (host === knownHost || host.endsWith(`.${knownHost}`)) &&
    // A language comes before the rest: /en/docs.
    `${path}/`.replace(/^\/\w\w\//, "/").startsWith(`${knownPath}/`)
  );
}

function parts(place: string): readonly [host: string, path: string] {
  const [host = ""] = place.split("/", 1);
  return [host, place.slice(host.length)];
}

import type { LocalizedMessage } from "../../gen/google/rpc/error_details_pb.js";

/**
 * The text in the first wanted language that is there: the same tag first, then one of the same
 * language (`ru` and `ru-RU` find each other). Tags are compared without regard to case.
 */
export function pickLocalizedMessage(
  messages: readonly LocalizedMessage[],
  locales: string | readonly string[] | undefined,
): string | undefined {
  if (locales === undefined) return messages[0]?.message;
  for (const wanted of typeof locales === "string" ? [locales] : locales) {
    const found = findByLanguage(messages, wanted, ({ locale }) => locale);
    if (found !== undefined) return found.message;
  }
  return undefined;
}

/** The first entry whose tag is the wanted one, else the first of the same language. */
export function findByLanguage<Entry>(
  entries: readonly Entry[],
  wanted: string,
  tagOf: (entry: Entry) => string,
): Entry | undefined {
  const tag = normalize(wanted);
  const language = primary(tag);
  return (
    entries.find((entry) => normalize(tagOf(entry)) === tag) ??
    entries.find((entry) => primary(normalize(tagOf(entry))) === language)
  );
}

// Some servers write POSIX locales: ru_RU.
function normalize(tag: string): string {
  return tag.toLowerCase().replaceAll("_", "-");
}

function primary(tag: string): string {
  return tag.split("-", 1)[0] ?? tag;
}

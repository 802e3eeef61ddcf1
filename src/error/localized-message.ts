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
    const tag = normalize(wanted);
    const language = primary(tag);
    const found =
      messages.find(({ locale }) => normalize(locale) === tag) ??
      messages.find(({ locale }) => primary(normalize(locale)) === language);
    if (found !== undefined) return found.message;
  }
  return undefined;
}

// Some servers write POSIX locales: ru_RU.
function normalize(tag: string): string {
  return tag.toLowerCase().replaceAll("_", "-");
}

function primary(tag: string): string {
  return tag.split("-", 1)[0] ?? tag;
}

import type { CliIo } from "../cli-io.js";

/** The variables of POSIX that say the language of messages; the first that is set counts. */
const VARIABLES = ["LC_ALL", "LC_MESSAGES", "LANG"] as const;

/**
 * The language that the environment asks for, of those that there are texts in: `"ru"` for `ru_RU.UTF-8`, else
 * `"en"`.
 *
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html
 */
export function environmentLocale(env: CliIo["env"] = {}): "en" | "ru" {
  const name = VARIABLES.map((variable) => env[variable]).find(Boolean) ?? "";
  return /^ru(?![a-z])/i.test(name) ? "ru" : "en";
}

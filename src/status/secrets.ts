/** What stands in a rendering in place of a secret. */
export const MASK = "***";

const SECRET_NAME =
  /(^|[-_.])(authorization|cookie|tokens?|secrets?|passw(or)?d|credentials?|session|signature|api-?key|apikey)($|[-_.])/i;
const SECRET_VALUE = /^\s*(bearer|basic|api-key|digest|negotiate|oauth)\s/i;

/**
 * The value of a header as it may appear in a log: credentials, cookies, tokens and API keys come out
 * as {@link MASK}.
 */
export function maskHeader(name: string, value: string): string {
  return SECRET_NAME.test(name) || SECRET_VALUE.test(value) ? MASK : value;
}

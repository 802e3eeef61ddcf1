/** What stands in a rendering in place of a secret. */
export const MASK = "***";

const SECRET_NAME =
  /authorization|(^|[-_.])auth([-_.]|$)|cookie|tokens?([-_.]|$)|jwt|assertion|secret|passw|credential|session|signature|(api|access|private|shared|account|subscription|functions?)[-_]?key/i;
/** How much is left of a budget of tokens is no secret, though its name says tokens. */
const RATE_LIMIT = /rate-?limit/i;
const SECRET_VALUE = /^\s*(bearer|basic|api-key|digest|negotiate|oauth)\s/i;
/** The status with its `DebugInfo`; what may be shown of it is shown as details. */
const STATUS_DETAILS = "grpc-status-details-bin";

/**
 * The value of a header as it may appear in a log: credentials, cookies, tokens and API keys come out
 * as {@link MASK}.
 */
export function maskHeader(name: string, value: string): string {
  if (SECRET_VALUE.test(value) || name === STATUS_DETAILS) return MASK;
  return SECRET_NAME.test(name) && !RATE_LIMIT.test(name) ? MASK : value;
}

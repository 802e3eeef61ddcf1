/** The longest time that `grpc-timeout` can state in milliseconds, over a day: eight digits. */
const MAX_TIMEOUT_MS = 99_999_999;

/**
 * The deadline of a call as whole milliseconds that every protocol can write.
 *
 * @param timeoutMs - `undefined` and `Infinity` for none.
 */
export function callTimeoutMs(timeoutMs: number | undefined): number | undefined {
  if (timeoutMs === undefined || timeoutMs === Number.POSITIVE_INFINITY) return undefined;
  return Math.min(Math.ceil(timeoutMs), MAX_TIMEOUT_MS);
}

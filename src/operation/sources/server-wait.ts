/** What is left for the way of the answer, at most. */
const MAX_MARGIN_MS = 5_000;

/**
 * How long a server is asked to wait, in milliseconds: less than the call may take, so that its answer comes before the
 * deadline and tells more than that time was over.
 *
 * @returns `undefined` for a call without a deadline, whose waiting is up to the server.
 */
export function serverWaitMs(timeoutMs: number): number | undefined {
  if (timeoutMs === Number.POSITIVE_INFINITY) return undefined;
  return Math.max(0, Math.floor(timeoutMs - Math.min(MAX_MARGIN_MS, timeoutMs / 10)));
}

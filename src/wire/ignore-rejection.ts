/** Takes note of a promise that nobody waits for: its rejection would end the process. */
export function ignoreRejection(value: unknown): void {
  if (value instanceof Promise) value.catch(() => {});
}

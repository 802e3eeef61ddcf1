/**
 * A time as a person reads it: `0s`, `59s`, `1m 05s`, `2h 00m`.
 *
 * @param ms - milliseconds.
 */
export function showDuration(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours > 0) return `${hours}h ${twoDigits(minutes % 60)}m`;
  return minutes > 0 ? `${minutes}m ${twoDigits(seconds % 60)}s` : `${seconds}s`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}

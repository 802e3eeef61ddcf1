/** An address, read; `undefined` for what is none. `URL.canParse` is younger than the oldest Node that counts. */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

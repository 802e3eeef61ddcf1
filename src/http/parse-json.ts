// Drops a byte order mark, which JSON.parse would trip over.
const decoder = /* @__PURE__ */ new TextDecoder();

/** UTF-8 without its byte order mark; damage becomes U+FFFD. */
export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** The value of a JSON text; `undefined` for a text that is none. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

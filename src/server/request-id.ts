/** What an id of a request may consist of: it is repeated in headers and in logs. */
const WELL_FORMED = /^[A-Za-z0-9._:=+/@-]{1,128}$/;

/**
 * An id that somebody else gave a request, where it can be repeated safely: 1 to 128 letters, digits and
 * `. _ : = + / @ -`. Anything else is `undefined`.
 */
export function wellFormedRequestId(value: unknown): string | undefined {
  return typeof value === "string" && WELL_FORMED.test(value) ? value : undefined;
}

/** A new id for a request: a random UUID. */
export function newRequestId(): string {
  const { crypto } = globalThis;
  // Browsers have randomUUID in secure contexts only.
  return typeof crypto.randomUUID === "function"
    ? crypto.randomUUID()
    : uuidFrom(crypto.getRandomValues(new Uint8Array(16)));
}

/**
 * A UUID of version 4 of 16 random bytes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9562#section-5.4
 */
function uuidFrom(random: Uint8Array): string {
  const bytes = Array.from(random);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

import type { ErrorParts } from "../../status/error-parts.js";

import { member } from "../../wire/members.js";

/** How far a chain of causes is followed. */
const MAX_DEPTH = 8;

/**
 * What the causes of an error say, the nearest first: `fetch` and many SDKs wrap the error that tells
 * why in one that only says that something failed. The outer message is kept in front.
 */
export function partsFromCauses(
  value: unknown,
  recognize: (value: unknown) => ErrorParts | undefined,
): ErrorParts | undefined {
  let current = value;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const cause = member(current, "cause");
    if (cause === undefined) return undefined;
    const parts = recognize(cause);
    if (parts !== undefined) return { ...parts, message: joinMessages(value, parts.message) };
    current = cause;
  }
  return undefined;
}

function joinMessages(outer: unknown, inner: string): string {
  const message = member(outer, "message");
  if (typeof message !== "string" || inner.includes(message)) return inner;
  return message.includes(inner) ? message : `${message}: ${inner}`;
}

import type { ErrorParts } from "../../status/error-parts.js";
import { isError, member } from "../../wire/members.js";
import { errorChain } from "../error-chain.js";

/**
 * What an error and all that led to it say: `fetch` and many SDKs wrap the error that tells why in one that
 * only says that something failed, and some throw several at once. The most telling one counts, of equals
 * the nearest; the outer message is kept in front of its own.
 *
 * @param recognize - what one of them says by itself.
 */
export function partsFromChain(
  value: unknown,
  recognize: (value: unknown) => ErrorParts | undefined,
): ErrorParts | undefined {
  const found = errorChain(value).flatMap((error) => {
    const parts = recognize(error);
    return parts === undefined ? [] : [{ error, parts, weight: weigh(parts, error, value) }];
  });
  const [first, ...others] = found.sort((one, other) => other.weight - one.weight);
  if (first === undefined) return undefined;
  const { parts, error } = first;
  return {
    ...parts,
    message: error === value ? parts.message : joinMessages(value, parts.message),
    // The answer's headers may hang on another error than what it said.
    metadata: [parts, ...others.map((other) => other.parts)].flatMap(
      ({ metadata = [] }) => metadata,
    ),
  };
}

/** How much an error tells: with details most, what was answered more than what happened on the way. */
function weigh(
  { details, origin, httpStatus }: ErrorParts,
  error: unknown,
  outer: unknown,
): number {
  // What SDKs make of a body and hang on as a cause: the body itself tells it better.
  if (error !== outer && !isError(error)) return 0;
  if (details.length > 0) return 3;
  return origin === "server" || httpStatus !== undefined ? 2 : 1;
}

function joinMessages(outer: unknown, inner: string): string {
  const message = member(outer, "message");
  if (typeof message !== "string" || inner.includes(message)) return inner;
  return message.includes(inner) ? message : `${message.replace(/[.:]$/, "")}: ${inner}`;
}

import { RpcError } from "../error/rpc-error.js";
import { badRequest } from "../status/builders/bad-request.js";
import { shorten } from "../wire/shorten.js";

/** Violations that are read of one error; the rest is counted. */
export const MAX_VIOLATIONS = 1000;
/** Characters of what a validation library says of one field. */
const MAX_DESCRIPTION = 1000;

/** One wrong field, in the words of `BadRequest`. */
export interface Violation {
  /** Path of the field; empty where the whole request is meant. */
  readonly field: string;
  /** What is wrong. */
  readonly description: string;
  /** The kind of fault as a constant; empty where it has no name. */
  readonly reason: string;
}

/** What {@link badRequestError} is made of. */
export interface BadRequestInit {
  /** At least one. */
  readonly violations: readonly Violation[];
  /** How many there were, of which `violations` are the first. */
  readonly total: number;
  /** The error that listed them. */
  readonly cause: unknown;
  /** The HTTP status to answer with. Default: the code's own, 400. */
  readonly httpStatus?: number;
}

/**
 * INVALID_ARGUMENT with a `BadRequest`. The message has the first violation in full and counts the others:
 * `book.title: must not be empty (and 2 more)`.
 */
export function badRequestError({
  violations,
  total,
  cause,
  httpStatus,
}: BadRequestInit): RpcError {
  const [first] = violations;
  const more = total > 1 ? ` (and ${total - 1} more)` : "";
  return new RpcError("INVALID_ARGUMENT", `${inWords(first)}${more}`, {
    details: [badRequest(violations)],
    cause,
    ...(httpStatus !== undefined && { httpStatus }),
  });
}

/** What a library says of a field, in bounds; a sentence where it says nothing. */
export function descriptionOf(text: unknown): string {
  return typeof text === "string" && text !== "" ? shorten(text, MAX_DESCRIPTION) : "is not valid";
}

function inWords(violation: Violation | undefined): string {
  const { field = "", description = descriptionOf(undefined) } = violation ?? {};
  return field === "" ? description : `${field}: ${description}`;
}

import type { Violation } from "../bad-request-error.js";

/** What an error of an HTTP framework states on purpose: it was made to be an answer. */
export interface StatedFailure {
  /** HTTP status, of whatever kind: what is no 4xx is refused later. */
  readonly status: unknown;
  /** What the client may read; a phrase for the status stands in where it is no text. */
  readonly message?: unknown;
  /** The wrong fields; the message is then made of them. */
  readonly violations?: readonly Violation[];
  /** How many wrong fields there were, of which `violations` are the first. */
  readonly total?: number;
  /** Headers that the answer was to have. */
  readonly headers?: unknown;
}

/** Reads an error of one framework; `undefined` for anybody else's. May throw, for values that do. */
export type FrameworkRecognizer = (error: Error) => StatedFailure | undefined;

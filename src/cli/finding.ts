import type { ErrorParts } from "../status/error-parts.js";

/** The form of an input that an error was found in. */
export type InputForm =
  | "details-bin"
  | "trailers"
  | "printed-metadata"
  | "grpc-web"
  | "http"
  | "grpc-js"
  | "json"
  | "text";

/** An error that was found in an input. */
export interface Finding {
  readonly form: InputForm;
  readonly parts: ErrorParts;
  /** Where it begins, from 1, where the input has more lines than the error. */
  readonly line?: number;
  /** The host that was asked, where the input shows it. */
  readonly host?: string;
  /** What the caller should know of how complete this is. */
  readonly notes?: readonly string[];
}

/** What was found in an input of some form. */
export interface Findings {
  readonly errors: readonly Finding[];
  /** Why there is none, where more is known than that. */
  readonly nothing?: string;
  /** Whether there may be more than were looked for. */
  readonly more?: boolean;
}

/** How many errors one input gives: who has more wants to count them, not to read them. */
export const MAX_ERRORS = 100;

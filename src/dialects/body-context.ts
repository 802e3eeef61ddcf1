/** What is known of a body besides itself. */
export interface BodyContext {
  /** Whether somebody already knows that it is an error: then weaker evidence is enough. */
  readonly failed: boolean;
  /** HTTP status of the answer. */
  readonly httpStatus?: number | undefined;
  readonly contentType?: string | undefined;
}

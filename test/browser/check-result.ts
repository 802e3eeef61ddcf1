/** How a check went, as the page tells it to the server. */
export interface CheckResult {
  readonly family: string;
  readonly name: string;
  /** A sentence each; none where all is well. */
  readonly failures: readonly string[];
  readonly durationMs: number;
}

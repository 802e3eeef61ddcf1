/** What the `this` of a matcher has in vitest and in jest, as far as it is needed here. */
export interface MatcherContext {
  /** Whether the assertion began with `not`; absent where the matcher stands in for a value. */
  readonly isNot?: boolean;
  /** `"rejects"`, `"resolves"`, or empty. */
  readonly promise?: string;
  /** Deep equality that knows `expect.any(…)` and its like. */
  equals(actual: unknown, expected: unknown): boolean;
  /** How the runner colours and words its messages. */
  readonly utils: {
    /** The line that shows how the matcher was called. */
    matcherHint(
      name: string,
      received?: string,
      expected?: string,
      options?: { isNot?: boolean; promise?: string },
    ): string;
    /** Paints what was expected. */
    EXPECTED_COLOR(text: string): string;
    /** Paints what was there instead. */
    RECEIVED_COLOR(text: string): string;
  };
}

/** What a matcher answers. */
export interface MatcherResult {
  readonly pass: boolean;
  /** Why the assertion failed, with `not` or without. */
  readonly message: () => string;
}

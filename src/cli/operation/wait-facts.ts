import type { Registry } from "@bufbuild/protobuf";

/** What is known of a waiting whatever the operation does. */
export interface WaitFacts {
  readonly operationId: string;
  /** How long it has gone on, in milliseconds. */
  readonly elapsedMs: number;
  /** How many polls there were. */
  readonly polls: number;
  /** The types of responses and metadata. */
  readonly registry: Registry;
  /** Whether Ctrl-C also asks the service to cancel the operation. */
  readonly cancels: boolean;
  /** Whether the polls had credentials. */
  readonly isAuthorized: boolean;
  /** A text without the credentials in it. */
  mask(text: string): string;
}

import type { DescMessage } from "@bufbuild/protobuf";
import type { RpcError } from "../error/rpc-error.js";
import type { BackoffOptions } from "../retry/backoff.js";
import type { Clock } from "../retry/clock.js";
import type { RetryNotice } from "../retry/retry-options.js";
import type { operationSnapshot } from "./operation-snapshot.js";
import type { OperationSource } from "./operation-source.js";
import type { OperationTypes } from "./operation-types.js";

/** A snapshot whose response and metadata are of the types that schemas name, `unknown` without one. */
export type TypedSnapshot<Response extends DescMessage, Metadata extends DescMessage> = ReturnType<
  typeof operationSnapshot<Response, Metadata>
>;

/** What is told of a poll that failed and is repeated; `attempt` counts all polls. */
export interface PollRetryNotice extends RetryNotice {
  readonly operationId: string;
}

/** How an operation is watched: where it is asked for, how often, and for how long. */
export interface WatchOptions<
  Response extends DescMessage = DescMessage,
  Metadata extends DescMessage = DescMessage,
> extends OperationTypes<Response, Metadata> {
  /** Where the operation is asked for. Either this or `get` is needed. */
  readonly source?: OperationSource;
  /**
   * Fetches the operation: a message or its JSON. JSON of an error counts as one. Pass the signal on, so
   * that waiting ends at once.
   */
  readonly get?: OperationSource["get"];
  /** Asks to cancel the operation, for `cancelOnAbort`; belongs to `get`. */
  readonly cancel?: NonNullable<OperationSource["cancel"]>;
  /** Stops the waiting; the operation goes on, unless `cancelOnAbort` is set. */
  readonly signal?: AbortSignal;
  /** How long to wait in all, in milliseconds, polls included. Default: as long as it takes. */
  readonly timeoutMs?: number;
  /** How the pauses between polls grow, before a jitter of a fifth either way. Default: from 1 s, times 1.5, up to 30 s. */
  readonly backoff?: BackoffOptions;
  /** Whether to end as soon as the operation has failed, not after its rollback. Default: false. */
  readonly failFast?: boolean;
  /**
   * Whether to ask the service to cancel the operation when `signal` is aborted or `timeoutMs` is over: once,
   * for at most 5 seconds, whatever comes of it. Default: false.
   */
  readonly cancelOnAbort?: boolean;
  /** How long one poll may take, in milliseconds; one that takes longer failed. Default: 30,000. */
  readonly pollTimeoutMs?: number;
  /** How many polls in a row may fail before the waiting fails, from 1. Default: 10. */
  readonly maxPollFailures?: number;
  /** Told before the pause after each poll that failed and is repeated. What it throws goes nowhere. */
  readonly onRetry?: (notice: PollRetryNotice) => unknown;
  /**
   * Gets new credentials after UNAUTHENTICATED, once until a poll succeeds again. Default: UNAUTHENTICATED is
   * final.
   */
  readonly refreshCredentials?: (error: RpcError) => unknown;
  /** Where time comes from, for tests. Default: the platform's own. */
  readonly clock?: Clock;
  /** Gives a number from 0 to 1 for the jitter. Default: `Math.random`. */
  readonly random?: () => number;
}

/** How {@link waitForOperation} asks, and for how long. */
export interface WaitOptions<
  Response extends DescMessage = DescMessage,
  Metadata extends DescMessage = DescMessage,
> extends WatchOptions<Response, Metadata> {
  /**
   * Told when something changed: state, metadata or error; the first answer counts as a change. Awaited. What
   * it throws ends the waiting.
   */
  onProgress?(snapshot: TypedSnapshot<Response, Metadata>): unknown;
}

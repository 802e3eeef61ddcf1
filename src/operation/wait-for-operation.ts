import { type DescMessage, isMessage, type MessageShape } from "@bufbuild/protobuf";
import { readOperation } from "../dialects/operation.js";
import { RpcError } from "../error/rpc-error.js";
import { type BackoffOptions, checkBackoff } from "../retry/backoff.js";
import { type Clock, systemClock } from "../retry/clock.js";
import { Patience } from "../retry/patience.js";
import { Code } from "../status/code.js";
import { OperationFailedError, OperationPollError, OperationTimeoutError } from "./errors.js";
import {
  type OperationSchemas,
  type OperationSnapshot,
  operationSnapshot,
} from "./operation-snapshot.js";
import { payloadType } from "./payload.js";
import { pollPauseMs } from "./poll-pause.js";
import { isFinal } from "./state.js";

/** How {@link waitForOperation} asks, and for how long. */
export interface WaitOptions<
  Response extends DescMessage = DescMessage,
  Metadata extends DescMessage = DescMessage,
> extends OperationSchemas<Response, Metadata> {
  /**
   * Fetches the operation: a message or its JSON. JSON of an error counts as one. Pass the signal on, so
   * that waiting ends at once.
   */
  readonly get: (id: string, options: { readonly signal: AbortSignal }) => Promise<unknown>;
  /** Stops the waiting; the operation goes on. */
  readonly signal?: AbortSignal;
  /** How long to wait in all, polls included. Default: as long as it takes. */
  readonly timeoutMs?: number;
  /** How the pauses between polls grow, before a jitter of a fifth either way. Default: from 1 s, times 1.5, up to 30 s. */
  readonly backoff?: BackoffOptions;
  /** Whether to throw as soon as the operation has failed, not after its rollback. Default: false. */
  readonly failFast?: boolean;
  /** Told of every state that was polled, and awaited. What it throws ends the waiting. */
  readonly onProgress?: (snapshot: OperationSnapshot) => unknown;
  /** Where time comes from, for tests. Default: the platform's own. */
  readonly clock?: Clock;
  /** Gives a number from 0 to 1 for the jitter. Default: `Math.random`. */
  readonly random?: () => number;
}

/** What {@link waitForOperation} resolves with. */
export type OperationResponse<Response extends DescMessage> = [Response] extends [never]
  ? unknown
  : MessageShape<Response> | undefined;

/**
 * Waits for a long-running operation and gives its response.
 *
 * Polls with growing pauses until the operation is over. An `error` while it is not done (Yandex Cloud
 * rolls back) does not end the waiting unless `failFast` is set. A poll that fails with UNAVAILABLE is
 * repeated.
 *
 * @example
 * const operation = await client.createShelf({ topic: "Poetry" });
 * const shelf = await waitForOperation(operation, {
 *   get: (operationId) => operations.get({ operationId }),
 *   response: ShelfSchema,
 *   timeoutMs: 60_000,
 * });
 *
 * @param operation - the operation, of any library or in JSON, or its id. A finished one is not polled.
 * @returns the response, decoded by the `response` schema, else as it came; `undefined` for a success
 *   without a response.
 * @throws OperationFailedError where the operation failed or was cancelled.
 * @throws OperationPollError where asking failed, or the response is of another type than `response`.
 * @throws OperationTimeoutError where `timeoutMs` is over or `signal` was aborted.
 */
export async function waitForOperation<
  Response extends DescMessage = never,
  Metadata extends DescMessage = never,
>(
  operation: unknown,
  options: WaitOptions<Response, Metadata>,
): Promise<OperationResponse<Response>> {
  checkOptions(options);
  const seen = firstSight(operation, options);
  const { signal, timeoutMs, clock = systemClock, backoff = {}, random = Math.random } = options;
  const patience = new Patience({ signal, timeoutMs, clock });
  try {
    while (seen.snapshot === undefined || !isSettled(seen.snapshot, options)) {
      patience.signal.throwIfAborted();
      // An operation that has only just begun is not asked for at once; one known by its id is.
      if (seen.snapshot !== undefined || seen.attempts > 0) {
        await patience.sleep(pollPauseMs(Math.max(1, seen.attempts), backoff, random()));
      }
      seen.attempts++;
      await poll(seen, options, patience);
    }
    return settle(seen.snapshot, options, seen) as OperationResponse<Response>;
  } catch (thrown) {
    if (!patience.signal.aborted || thrown !== patience.signal.reason) throw thrown;
    const reason = signal?.aborted ? "waiting was aborted" : `not over after ${timeoutMs} ms`;
    throw new OperationTimeoutError(reason, seen, thrown);
  } finally {
    patience.end();
  }
}

/** What is known of the operation while waiting. */
interface Sight {
  readonly operationId: string;
  snapshot: OperationSnapshot | undefined;
  attempts: number;
}

function firstSight(operation: unknown, schemas: OperationSchemas): Sight {
  if (typeof operation === "string" && operation !== "") {
    return { operationId: operation, snapshot: undefined, attempts: 0 };
  }
  const snapshot: OperationSnapshot = operationSnapshot(operation, schemas);
  return { operationId: snapshot.id, snapshot, attempts: 0 };
}

function isSettled(
  { state }: OperationSnapshot,
  { failFast = false }: { failFast?: boolean },
): boolean {
  return isFinal(state) || (failFast && state === "failing");
}

async function poll(sight: Sight, options: WaitOptions, patience: Patience): Promise<void> {
  const { signal } = patience;
  let answer: unknown;
  try {
    answer = await patience.run(async () => options.get(sight.operationId, { signal }));
    sight.snapshot = operationSnapshot(orThrow(answer), options);
  } catch (thrown) {
    if (signal.aborted) throw signal.reason;
    const error = RpcError.from(thrown);
    // The service is away for a moment; the operation goes on without it.
    if (error.code === Code.UNAVAILABLE) return;
    throw new OperationPollError(
      `operation ${sight.operationId} could not be fetched: ${error.message}`,
      sight,
      thrown,
    );
  }
  await options.onProgress?.(sight.snapshot);
}

/** Throws an answer that is an error in JSON, as `fetch` gives it whatever the HTTP status. */
function orThrow(answer: unknown): unknown {
  if (readOperation(answer) !== undefined) return answer;
  const error = RpcError.from(answer);
  // What nobody recognises is left to operationSnapshot, which says what is wrong with it.
  if (error.origin === "server") throw error;
  return answer;
}

function settle(snapshot: OperationSnapshot, { response }: WaitOptions, sight: Sight): unknown {
  if (snapshot.error !== undefined) {
    throw new OperationFailedError(snapshot.error, { ...sight, snapshot });
  }
  const schema: DescMessage | undefined = response;
  if (schema === undefined || snapshot.response === undefined) return snapshot.response;
  if (isMessage(snapshot.response, schema)) return snapshot.response;
  throw new OperationPollError(
    `operation ${snapshot.id} answered ${payloadType(snapshot.response)}, not ${schema.typeName}`,
    sight,
    undefined,
  );
}

function checkOptions({ get, timeoutMs, backoff = {} }: WaitOptions): void {
  if (typeof get !== "function") throw new TypeError(`get must be a function, not ${String(get)}`);
  if (timeoutMs !== undefined && !(timeoutMs >= 0)) {
    throw new TypeError(`timeoutMs must be 0 or more, not ${timeoutMs}`);
  }
  checkBackoff(backoff);
}

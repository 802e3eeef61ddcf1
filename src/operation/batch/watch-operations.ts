import type { DescMessage } from "@bufbuild/protobuf";
import { RpcError } from "../../error/rpc-error.js";
import { showValue } from "../../wire/show-value.js";
import { type FirstSight, firstSight } from "../first-sight.js";
import { isSettled } from "../is-settled.js";
import { OperationTimeoutError } from "../operation-timeout-error.js";
import { typesOfOptions } from "../types-of-options.js";
import { UpdateLoop } from "../update-loop.js";
import type { BatchEnd } from "./batch-end.js";
import type { BatchEntry } from "./batch-entry.js";
import type { OperationUpdate, WatchManyOptions } from "./batch-options.js";
import { cancelPending } from "./cancel-pending.js";
import { checkBatchOptions } from "./check-batch-options.js";
import { OperationBatch } from "./operation-batch.js";

/**
 * Watches very many long-running operations at once, and tells of each what changes, up to its end. The loop
 * ends when all have ended; an operation that cannot be asked for any more, or is not over in time, ends with an
 * `error` among the updates, so that each comes out once with `isLast`, whatever happens.
 *
 * Polls as {@link watchOperation} does, but never more than `concurrency` at a time, the operation first that has
 * waited longest; `timeoutMs` counts for all together. A service that throttles (RESOURCE_EXHAUSTED) or mostly
 * cannot be reached (UNAVAILABLE) is left alone for as long as it asks, then polled at half of the rate that it
 * could bear, which grows again; `maxPollFailures` such times in a row, three at least, end the whole.
 *
 * A source that has `list` is read by the page where that is cheaper; `wait` is not used. Snapshots are not kept:
 * errors have none, and a hundred thousand operations take some forty megabytes and one timer. Where nobody
 * takes the updates, the polls pause. There is one loop, and leaving it ends everything at once.
 *
 * @example
 * for await (const { operationId, snapshot, error } of watchOperations(ids, { source, finalOnly: true })) {
 *   if (error) await waitLater(operationId);
 *   else console.log(operationId, snapshot.state, snapshot.error?.message);
 * }
 *
 * @param operations - operations, of any library or in JSON, or their ids. One that is named twice is watched
 *   once; a finished one is not polled.
 * @throws TypeError at once, that names the option, for wrong options and for what is no operation.
 */
export function watchOperations<
  Response extends DescMessage = never,
  Metadata extends DescMessage = never,
>(
  operations: Iterable<unknown>,
  options: WatchManyOptions<Response, Metadata>,
): AsyncIterable<OperationUpdate<Response, Metadata>> {
  checkBatchOptions(options);
  const types = typesOfOptions(options);
  const firsts = Array.from(listOf(operations), (operation) => firstSight(operation, types));
  const watch: unknown = new BatchWatch(firsts, options);
  return watch as AsyncIterable<OperationUpdate<Response, Metadata>>;
}

function listOf(operations: unknown): Iterable<unknown> {
  // The letters of an id are no operations.
  const isList = typeof operations === "object" && operations !== null;
  if (isList && Symbol.iterator in operations) return operations as Iterable<unknown>;
  throw new TypeError(`a list of operations or ids is needed, not ${showValue(operations)}`);
}

/** One loop over the operations. */
class BatchWatch extends UpdateLoop<OperationUpdate> implements AsyncIterable<OperationUpdate> {
  /** Until it begins: what is known of an operation can weigh more than all that is needed of it later. */
  #firsts: readonly FirstSight[];
  readonly #options: WatchManyOptions;
  #known: Iterator<OperationUpdate> | undefined;
  #batch: OperationBatch | undefined;
  #rest: Iterator<BatchEntry> | undefined;
  /** Why what is pending is not waited for any more. */
  #cause: unknown;

  constructor(firsts: readonly FirstSight[], options: WatchManyOptions) {
    super();
    this.#firsts = firsts;
    this.#options = options;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  protected override stop(): void {
    this.#batch?.stop({ kind: "left" });
  }

  protected override async advance(): Promise<OperationUpdate | undefined> {
    this.#batch ??= this.#begin();
    const { updates } = this.#batch;
    while (!this.isOver) {
      this.#batch.goOn();
      const update = this.#nextKnown() ?? updates.take();
      if (update !== undefined) return update;
      if (this.#batch.end !== undefined) return this.#ending(this.#batch, this.#batch.end);
      await updates.arrival();
    }
    return undefined;
  }

  #begin(): OperationBatch {
    const firsts = this.#firsts;
    this.#firsts = [];
    const settled = new Set<string>();
    for (const first of firsts) if (this.#isSettled(first)) settled.add(first.operationId);
    this.#known = this.#updatesOf(firsts, settled);
    const open = firsts.filter(({ operationId }) => !settled.has(operationId));
    return new OperationBatch(open, this.#options);
  }

  #isSettled({ snapshot }: FirstSight): boolean {
    return snapshot !== undefined && isSettled(snapshot, this.#options);
  }

  /** What is known of operations without asking, each once. */
  *#updatesOf(
    firsts: readonly FirstSight[],
    settled: ReadonlySet<string>,
  ): Generator<OperationUpdate> {
    const told = new Set<string>();
    for (const first of firsts) {
      const { operationId, snapshot } = first;
      const isLast = this.#isSettled(first);
      if (snapshot === undefined || told.has(operationId)) continue;
      if (!isLast && (this.#options.finalOnly || settled.has(operationId))) continue;
      // Several that are over may have no id.
      if (operationId !== "") told.add(operationId);
      yield { operationId, snapshot: snapshot as never, error: undefined, isLast };
    }
  }

  #nextKnown(): OperationUpdate | undefined {
    const { value, done } = this.#known?.next() ?? NOTHING;
    if (done) this.#known = undefined;
    return done ? undefined : value;
  }

  /** The next of those that had not ended when the batch did. */
  async #ending(batch: OperationBatch, end: BatchEnd): Promise<OperationUpdate | undefined> {
    if (end.kind === "defect") {
      this.isOver = true;
      throw end.defect;
    }
    this.#rest ??= await this.#restOf(batch, end);
    const { value: entry } = this.isOver ? NOTHING : this.#rest.next();
    if (entry === undefined) return undefined;
    const error = this.#errorOf(entry, end);
    return { operationId: entry.poller.operationId, snapshot: undefined, error, isLast: true };
  }

  async #restOf(batch: OperationBatch, { kind }: BatchEnd): Promise<Iterator<BatchEntry>> {
    const isWanted = this.#options.cancelOnAbort && (kind === "timeout" || kind === "aborted");
    if (isWanted) await cancelPending(batch, () => !this.isOver);
    return batch.pending.values();
  }

  #errorOf({ poller, cancelRequested }: BatchEntry, end: BatchEnd) {
    if (end.kind === "refused") return poller.pollError(end.failed);
    const { timeoutMs } = this.#options;
    const reason = end.kind === "timeout" ? "timeout" : "aborted";
    this.#cause ??=
      end.kind === "aborted"
        ? end.reason
        : new RpcError("DEADLINE_EXCEEDED", `not over after ${timeoutMs} ms`);
    const { operationId, attempts } = poller;
    const context = {
      operationId,
      snapshot: undefined,
      attempts,
      reason,
      timeoutMs,
      cancelRequested,
    } as const;
    return poller.withHistory(new OperationTimeoutError(context, this.#cause));
  }
}

const NOTHING: IteratorReturnResult<undefined> = { done: true, value: undefined };

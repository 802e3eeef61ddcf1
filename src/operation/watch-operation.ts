import type { DescMessage } from "@bufbuild/protobuf";
import { checkWatchOptions } from "./check-wait-options.js";
import { firstSight } from "./first-sight.js";
import { isSettled } from "./is-settled.js";
import type { OperationSnapshot } from "./operation-snapshot.js";
import { OperationWait } from "./operation-wait.js";
import { typesOfOptions } from "./types-of-options.js";
import { UpdateLoop } from "./update-loop.js";
import type { TypedSnapshot, WatchOptions } from "./wait-options.js";

/**
 * Gives the snapshots of a long-running operation: the first, then one whenever state, metadata or error have
 * changed, to the final one. A failed operation is the last snapshot, and no error.
 *
 * Polls as {@link waitForOperation} does, whenever the next snapshot is asked for; `timeoutMs` counts from the
 * first. Leaving the loop ends everything at once.
 *
 * @example
 * for await (const { state, metadata } of watchOperation(id, { source, metadata: ArchiveBooksMetadataSchema })) {
 *   console.log(state, metadata?.archivedCount);
 * }
 *
 * @param operation - the operation, of any library or in JSON, or its id. A finished one is not polled.
 * @throws OperationPollError in the loop, where asking failed for good.
 * @throws OperationTimeoutError in the loop, where `timeoutMs` is over or `signal` was aborted.
 * @throws TypeError at once, that names the option, for wrong options.
 */
export function watchOperation<
  Response extends DescMessage = never,
  Metadata extends DescMessage = never,
>(
  operation: unknown,
  options: WatchOptions<Response, Metadata>,
): AsyncIterable<TypedSnapshot<Response, Metadata>> {
  checkWatchOptions(options);
  firstSight(operation, typesOfOptions(options));
  const start = () => new OperationWatch(operation, options);
  return { [Symbol.asyncIterator]: start } as AsyncIterable<TypedSnapshot<Response, Metadata>>;
}

/** One loop over an operation. */
class OperationWatch extends UpdateLoop<OperationSnapshot> {
  readonly #operation: unknown;
  readonly #options: WatchOptions;
  readonly #left = new AbortController();
  #wait: OperationWait | undefined;

  constructor(operation: unknown, options: WatchOptions) {
    super();
    this.#operation = operation;
    this.#options = options;
  }

  protected override stop(): void {
    this.#left.abort(LEFT);
  }

  protected override async advance(): Promise<OperationSnapshot | undefined> {
    const first = this.#wait === undefined;
    this.#wait ??= new OperationWait(this.#operation, this.#options);
    const { snapshot } = this.#wait.poller;
    const value = first && snapshot ? snapshot : await this.#next(this.#wait);
    if (value !== undefined && isSettled(value, this.#options)) this.isOver = true;
    return value;
  }

  /** The next snapshot; `undefined` where nobody wants it any more. */
  async #next(wait: OperationWait): Promise<OperationSnapshot | undefined> {
    const { signal } = this.#options;
    const abort = () => this.#left.abort(signal?.reason);
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort, { once: true });
    const patience = wait.patience(this.#left.signal);
    try {
      return await wait.next(patience);
    } catch (thrown) {
      if (this.isOver) return undefined;
      this.isOver = true;
      throw await wait.ended(patience, thrown);
    } finally {
      patience.end();
      signal?.removeEventListener("abort", abort);
    }
  }
}

/** Without a reason, each abort would make an exception with a stack that nobody reads. */
const LEFT = "left";

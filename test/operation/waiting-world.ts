import type { WaitOptions, WatchOptions } from "../../src/entry/operation.js";
import { waitForOperation, watchOperation } from "../../src/entry/operation.js";
import type { Clock } from "../../src/entry/retry.js";

/** How long each pause is, in milliseconds, unless a test says otherwise: no other sleep here is as long. */
const PAUSE_MS = 13;

const NOTHING = (): void => {};

/**
 * Somebody who waits for operations, over a source that may never answer. What such a source would keep is kept
 * here; what has to be free afterwards is not.
 */
export class WaitingWorld {
  /** The caller's own, which lives longer than the waiting. */
  readonly controller = new AbortController();
  /** What has to be free once the waiting is over: options, and operations that were answered. */
  readonly transient: WeakRef<object>[] = [];
  /** Called when a pause begins. */
  onPause = NOTHING;
  /** Called when somebody begins to wait for what never comes. */
  onHang = NOTHING;
  readonly #clock: Clock;
  readonly #hanging: { readonly promise: Promise<never>; reject(reason: unknown): void }[] = [];
  /** What a client holds that never lets go of its calls: the contexts of polls. */
  readonly #contexts: unknown[] = [];

  constructor(clock: Clock) {
    this.#clock = {
      now: () => clock.now(),
      sleep: (ms, signal) => {
        const slept = clock.sleep(ms, signal);
        if (ms === PAUSE_MS) this.onPause();
        return slept;
      },
    };
  }

  /** Gives a promise that this world holds, and settles only when {@link rejectAll} is called. */
  readonly hang = (_subject?: unknown, context?: unknown): Promise<never> => {
    let reject = (_reason: unknown) => {};
    const promise = new Promise<never>((_resolve, refuse) => {
      reject = refuse;
    });
    this.#hanging.push({ promise, reject });
    this.#contexts.push(context);
    this.onHang();
    return promise;
  };

  /** Does what a source does that fails too late. */
  rejectAll(): void {
    for (const { reject } of this.#hanging) reject(new Error("too late"));
  }

  /** Aborts as soon as who calls this has gone on to wait. */
  readonly abortSoon = (): void => {
    queueMicrotask(() => this.controller.abort("enough"));
  };

  /** Leaves a loop as soon as who calls this has gone on to wait. */
  leaveSoon(steps: AsyncIterator<unknown>): void {
    this.onPause = NOTHING;
    this.onHang = NOTHING;
    queueMicrotask(() => void steps.return?.());
  }

  /** An operation that has to be free afterwards. */
  operation(fields: object = {}): object {
    const operation = { id: "op1", done: false, metadata: { books: [1, 2] }, ...fields };
    this.transient.push(new WeakRef(operation));
    return operation;
  }

  /** Gives a `get` that answers so, one after the other, the last for good. */
  answers(...operations: object[]): () => Promise<object> {
    let polls = 0;
    return async () => this.operation(operations[Math.min(polls++, operations.length - 1)]);
  }

  /** What a wait for an operation ends with. Without another `get` or source no poll is ever answered. */
  wait(options: Partial<WaitOptions>, operation: unknown = "op1"): Promise<string> {
    return endOf(waitForOperation(operation, this.#whole(options)));
  }

  /** A loop over an operation, whose steps are up to the caller. */
  watch(options: Partial<WatchOptions>, operation: unknown = "op1"): AsyncIterator<unknown> {
    return watchOperation(operation, this.#whole(options))[Symbol.asyncIterator]();
  }

  #whole(options: Partial<WaitOptions>): WaitOptions {
    const whole: WaitOptions = {
      signal: this.controller.signal,
      clock: this.#clock,
      // So long that a timer which was left is still there.
      timeoutMs: 900_000,
      pollTimeoutMs: 600_000,
      backoff: { initialMs: PAUSE_MS, factor: 1 },
      random: () => 0.5,
      ...(options.source === undefined && { get: this.hang }),
      ...options,
    };
    this.transient.push(new WeakRef(whole));
    return whole;
  }
}

/** How a promise ends: in what it rejects with by name, not the error itself, which would hold a snapshot. */
export function endOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "over",
    ({ name, reason }: { readonly name: string; readonly reason?: string }) =>
      reason === undefined ? name : `${name}, ${reason}`,
  );
}

/** Asks for one step after the other, to the end. */
export function endOfLoop(steps: AsyncIterator<unknown>): Promise<string> {
  const run = async () => {
    for (let step = await steps.next(); !step.done; ) step = await steps.next();
  };
  return endOf(run());
}

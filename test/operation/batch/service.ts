import type {
  OperationSource,
  OperationUpdate,
  PollContext,
  WatchManyOptions,
} from "../../../src/entry/operation.js";
import { watchOperations } from "../../../src/entry/operation.js";
import { VirtualClock } from "../../retry/virtual-clock.js";

/** What one poll of an operation is answered with: the number of the poll, from 1. */
export type Answering = (id: string, poll: number, context: PollContext) => unknown;

/** A service of operations by the clock: each poll takes `latencyMs`, and is counted. */
export class Service {
  readonly clock: VirtualClock;
  readonly latencyMs: number;
  /** The ids asked for, in order, with the time. */
  readonly polls: { readonly id: string; readonly at: number }[] = [];
  underWay = 0;
  mostUnderWay = 0;
  readonly #answer: Answering;
  readonly #counts = new Map<string, number>();

  constructor(answer: Answering, { latencyMs = 10, clock = new VirtualClock(0) } = {}) {
    this.#answer = answer;
    this.latencyMs = latencyMs;
    this.clock = clock;
  }

  readonly source: OperationSource = {
    get: async (id, context) => {
      this.polls.push({ id, at: this.clock.now() });
      const poll = (this.#counts.get(id) ?? 0) + 1;
      this.#counts.set(id, poll);
      this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay);
      try {
        await this.clock.sleep(this.latencyMs, context.signal);
        return await this.#answer(id, poll, context);
      } finally {
        this.underWay--;
      }
    },
  };

  /** Options of a batch, without jitter and with a clock of its own: only that of the batch is to have one timer. */
  options(more: Partial<WatchManyOptions> = {}): WatchManyOptions {
    return { source: this.source, clock: this.clock, random: () => 0.5, ...more };
  }

  /** All that a batch has to say. */
  async watch(
    operations: Iterable<unknown>,
    more: Partial<WatchManyOptions> = {},
  ): Promise<OperationUpdate[]> {
    return this.clock.until(collect(watchOperations(operations, this.options(more))));
  }
}

/** Everything that a loop gives. */
export async function collect<T>(loop: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of loop) all.push(one);
  return all;
}

/** So many ids. */
export const idsOf = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `op-${index}`);

/** An operation that is over. */
export const done = (id: string, response: object = {}) => ({ id, done: true, response });

/** How each operation ended: its state, or the name of the error. */
export function ends(updates: readonly OperationUpdate[]): Record<string, string> {
  const all: Record<string, string> = {};
  for (const { operationId, snapshot, error, isLast } of updates) {
    if (!isLast) continue;
    if (operationId in all) throw new Error(`${operationId} ended twice`);
    all[operationId] = snapshot?.state ?? error?.name ?? "nothing";
  }
  return all;
}

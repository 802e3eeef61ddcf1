import type { Series } from "../interleave.js";

/** One kind of call. */
export interface Calls {
  readonly name: string;
  /** Of the process that is measured. */
  readonly clock: CpuClock;
  readonly batch: (count: number) => Promise<void>;
}

/** The CPU time of one process, in microseconds since its start, in user and system mode. */
export interface CpuClock {
  /** Collects garbage first, so that no batch pays for the one before. */
  settle(): Promise<number>;
  read(): Promise<number>;
}

export const ownClock: CpuClock = {
  settle: async () => {
    globalThis.gc?.({ execution: "sync", type: "minor" });
    return ownCpu();
  },
  read: async () => ownCpu(),
};

function ownCpu(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

const WARM_UP = 2_000;

export interface CpuOptions {
  readonly rounds: number;
  /** Calls of one kind in half a round. */
  readonly calls: number;
}

/**
 * Measures the CPU time of a call of each kind, in microseconds. A round visits the kinds in one order
 * and then in the opposite (A B C, C B A), beginning with another kind each time: a drift within the
 * round adds the same to all.
 */
export async function measureCpu(
  kinds: readonly Calls[],
  { rounds, calls }: CpuOptions,
): Promise<Series> {
  const series = new Map(kinds.map(({ name }) => [name, [] as number[]]));
  for (const { batch } of [...kinds, ...kinds]) await batch(WARM_UP);
  for (let round = 0; round < rounds; round++) {
    const order = kinds.map((_, i) => kinds[(round + i) % kinds.length] as Calls);
    const spent = new Map<string, number>();
    for (const { name, batch, clock } of [...order, ...order.reverse()]) {
      const before = await clock.settle();
      await batch(calls);
      spent.set(name, (spent.get(name) ?? 0) + (await clock.read()) - before);
    }
    for (const [name, cpu] of spent) series.get(name)?.push(cpu / calls / 2);
  }
  return series;
}

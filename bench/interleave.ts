/** One way to do the work that is compared. */
export interface Contender {
  readonly name: string;
  /** Does the work once; the result is kept, so that nothing of it is optimized away. */
  readonly run: () => unknown;
}

/** What a contender took in each round: nanoseconds of CPU time for one run. */
export type Series = ReadonlyMap<string, readonly number[]>;

export interface InterleaveOptions {
  readonly rounds: number;
  /** How long one contender runs in one round. */
  readonly sliceMs: number;
}

/** The last result of anything that was measured: kept, so that nobody optimizes the work away. */
const sink: { last?: unknown } = {};

/**
 * Runs every contender once a round, in an order that moves on by one from round to round, so that no
 * contender always follows the same neighbour and a slow moment of the machine hits all of them alike.
 */
export function interleave(contenders: readonly Contender[], options: InterleaveOptions): Series {
  const repeats = contenders.map((contender) => calibrate(contender, options.sliceMs));
  const series = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < options.rounds; round++) {
    for (let i = 0; i < contenders.length; i++) {
      const at = (round + i) % contenders.length;
      const { name, run } = contenders[at] as Contender;
      series.get(name)?.push(time(run, repeats[at] as number));
    }
  }
  return series;
}

/** How many runs fill a slice, found after enough runs for the compiler to have settled. */
function calibrate({ run }: Contender, sliceMs: number): number {
  time(run, 3_000);
  const once = time(run, 3_000);
  return Math.max(1, Math.round((sliceMs * 1e6) / once));
}

/** CPU time, not the clock's: what else runs on the machine is nobody's cost, and collected garbage is. */
function time(run: () => unknown, repeats: number): number {
  const before = process.cpuUsage();
  for (let i = 0; i < repeats; i++) sink.last = run();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1e3) / repeats;
}

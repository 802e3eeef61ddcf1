// One way to watch very many operations of a service in memory, in a process of its own: what one way leaves on
// the heap or compiles is no other's cost. Sends its figures to the process that started it.
import { compiledUrl } from "../compiled.js";
import { decodedOperation, idOf } from "./answer.js";
import { Endings } from "./endings.js";
import { keptBytes } from "./kept-bytes.js";
import { countTimers, SimulatedService } from "./simulated-service.js";
import { type Way, waysOf } from "./ways.js";

/** What this process is told to do. */
export interface MemoryPlan {
  readonly way: Way;
  readonly operations: number;
  /** How many times each is polled before memory is measured. */
  readonly rounds: number;
  readonly pauseMs: number;
}

/** What it found. */
export interface MemoryFigures {
  /** For each operation, while all wait for their next poll. */
  readonly bytesEach: number;
  readonly timers: number;
  readonly underWay: number;
  readonly polls: number;
  /** CPU time of a poll, and what of it the service took to make the answer, in microseconds. */
  readonly pollUs: number;
  readonly answerUs: number;
  readonly wallMs: number;
  /** How many operations ended exactly once. */
  readonly endedOnce: number;
  /** What is left when all is over, in bytes, and how many timers. */
  readonly bytesLeft: number;
  readonly timersLeft: number;
}

// As in main.ts.
process.setSourceMapsEnabled(false);

const plan = JSON.parse(process.argv[2] as string) as MemoryPlan;
const { operations } = plan;
const ways = waysOf(await import(compiledUrl("src/entry/operation.js")));
// Through JSON, which leaves none of them in two pieces that the first look-up would join.
const ids: string[] = JSON.parse(
  JSON.stringify(Array.from({ length: operations }, (_, i) => idOf(i))),
);
const service = new SimulatedService(plan);
const endings = new Endings(operations);
const answerUs = measureAnswer();
const before = await keptBytes();

const start = performance.now();
const startCpu = process.cpuUsage();
const watching = ways[plan.way]({
  ids,
  source: { get: (id) => service.get(id) },
  get: (id) => service.get(id),
  pauseMs: plan.pauseMs,
  onEnd: (id) => endings.add(id),
});
const measured = measureWhileAllWait();
await watching;
const wallMs = performance.now() - start;
const { user, system } = process.cpuUsage(startCpu);
const { bytes, timers, cpuUs } = await measured;
const figures: MemoryFigures = {
  bytesEach: (bytes - before) / operations,
  timers: Math.max(timers, service.mostTimers),
  underWay: service.mostUnderWay,
  polls: service.answered,
  pollUs: (user + system - cpuUs) / service.answered,
  answerUs,
  wallMs,
  endedOnce: endings.once,
  bytesLeft: (await keptBytes()) - before,
  timersLeft: countTimers(),
};
process.send?.(figures);
process.disconnect?.();

async function measureWhileAllWait() {
  await service.allPolled;
  // What the last answer leads to.
  await new Promise((resolve) => setImmediate(resolve));
  const timers = countTimers();
  const startCpu = process.cpuUsage();
  const bytes = await keptBytes();
  const { user, system } = process.cpuUsage(startCpu);
  service.finish();
  return { bytes, timers, cpuUs: user + system };
}

function measureAnswer(): number {
  const times = 20_000;
  const start = process.cpuUsage();
  for (let i = 0; i < times; i++) decodedOperation("", { polls: i, done: false });
  const { user, system } = process.cpuUsage(start);
  return (user + system) / times;
}

import type { Bar } from "../bars.js";
import type { OperationCosts } from "./measure-operations.js";

/** The memory of one of very many operations stays below this, in bytes. */
const MAX_BYTES = 1_500;

/** Default of `concurrency`. */
const AT_ONCE = 32;

/** What is promised of `watchOperations`. It is counted and weighed, not timed: no noise excuses a miss. */
export function operationBars({ inMemory, overGrpc }: OperationCosts): Bar[] {
  const [watched] = inMemory;
  const [real] = overGrpc;
  if (watched === undefined || real === undefined) throw new Error("nothing was measured");
  const { bytesEach, timers, timersLeft } = watched;
  return [
    bar("bytes for each operation", `< ${MAX_BYTES}`, bytesEach, bytesEach < MAX_BYTES),
    bar("timers", "≤ 1", timers, timers <= 1),
    bar("timers when all are over", "0", timersLeft, timersLeft === 0),
    bar("polls at once, over gRPC", `≤ ${AT_ONCE}`, real.underWay, real.underWay <= AT_ONCE),
    ...[watched, real].map(({ operations, endedOnce }) =>
      bar("operations that end once", String(operations), endedOnce, endedOnce === operations),
    ),
  ];
}

function bar(what: string, limit: string, value: number, holds: boolean): Bar {
  const measured = String(Math.round(value));
  return { promise: `watchOperations, ${what}`, limit, measured, verdict: holds ? "PASS" : "MISS" };
}

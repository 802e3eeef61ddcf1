import type { MemoryFigures, MemoryPlan } from "./in-memory.js";
import { type GrpcResult, measureGrpc } from "./measure-grpc.js";
import { runInChild } from "./run-in-child.js";
import type { Way } from "./ways.js";

/** What watching very many operations costs. */
export interface OperationCosts {
  readonly inMemory: readonly MemoryResult[];
  readonly overGrpc: readonly GrpcResult[];
}

/** One way to watch very many operations of a service in memory. */
export interface MemoryResult extends MemoryFigures {
  readonly way: Way;
  readonly operations: number;
}

export interface OperationSizes {
  /** How many are watched over gRPC, and how many by `waitForOperation`, which needs so much more of each. */
  readonly overGrpc: number;
  readonly waitedFor: number;
  /** How many times each is polled before memory is measured, and the pause between, in milliseconds. */
  readonly rounds: number;
  readonly pauseMs: number;
}

/** As many as the library makes promises for. */
const VERY_MANY = 100_000;

/** Measures one way after the other, each in a process of its own. */
export async function measureOperations(sizes: OperationSizes): Promise<OperationCosts> {
  const { rounds, pauseMs } = sizes;
  const inMemory = async (way: Way, operations: number) => {
    const plan: MemoryPlan = { way, operations, rounds, pauseMs };
    return { way, operations, ...((await runInChild("in-memory.ts", plan)) as MemoryFigures) };
  };
  return {
    inMemory: [
      await inMemory("watchOperations", VERY_MANY),
      await inMemory("a loop of promises", VERY_MANY),
      await inMemory("waitForOperation for each", sizes.waitedFor),
    ],
    overGrpc: [
      await measureGrpc("watchOperations", sizes.overGrpc),
      await measureGrpc("a loop of promises", sizes.overGrpc),
    ],
  };
}

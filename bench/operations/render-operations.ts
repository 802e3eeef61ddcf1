import { table } from "../table.js";
import type { GrpcResult } from "./measure-grpc.js";
import type { MemoryResult, OperationCosts } from "./measure-operations.js";

/** Two tables: of a service in memory, and over gRPC. */
export function renderOperations({ inMemory, overGrpc }: OperationCosts): string {
  return `${renderMemory(inMemory)}\n\n${renderGrpc(overGrpc)}\n`;
}

function renderMemory(results: readonly MemoryResult[]): string {
  const head = [
    "operations",
    "B each",
    "timers",
    "at once",
    "µs a poll",
    "s",
    "ended once",
    "kB left",
  ];
  const rows = results.map((one) => [
    one.way,
    whole(one.operations),
    whole(one.bytesEach),
    whole(one.timers),
    whole(one.underWay),
    one.pollUs.toFixed(1),
    (one.wallMs / 1e3).toFixed(1),
    whole(one.endedOnce),
    whole(one.bytesLeft / 1e3),
  ]);
  const answerUs = Math.min(...results.map((one) => one.answerUs)).toFixed(1);
  return `Operations: 100,000 at once (${answerUs} µs of a poll are the answer's)\n${table(["in memory", ...head], rows)}`;
}

function renderGrpc(results: readonly GrpcResult[]): string {
  const rows = results.map((one) => [
    one.way,
    whole(one.operations),
    whole(one.underWay),
    whole(one.cpuUs / one.polls),
    whole((one.polls / one.wallMs) * 1e3),
    (one.wallMs / 1e3).toFixed(1),
    whole(one.endedOnce),
  ]);
  const head = ["operations", "at once", "µs a poll", "polls a s", "s", "ended once"];
  return table(["over gRPC", ...head], rows);
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

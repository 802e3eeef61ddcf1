import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { CpuClock } from "./cpu.js";

/** The first is what the others are compared with. */
export const SERVER_KINDS = [
  "pass-through",
  "pass-through again",
  "serverInterceptor",
  "guard",
  "serverInterceptor and guard",
] as const;

export type ServerKind = (typeof SERVER_KINDS)[number];

/** A server in a process of its own. */
export interface MeasuredServer {
  readonly port: number;
  readonly clock: CpuClock;
  stop(): void;
}

export async function startServer(kind: ServerKind): Promise<MeasuredServer> {
  const child = fork(fileURLToPath(new URL("server.ts", import.meta.url)), [kind]);
  const port = await next(child);
  const ask = (question: string) => {
    child.send(question);
    return next(child);
  };
  return {
    port,
    clock: { settle: () => ask("settle"), read: () => ask("read") },
    stop: () => child.disconnect(),
  };
}

async function next(child: ChildProcess): Promise<number> {
  const [answer] = (await once(child, "message")) as [number];
  return answer;
}

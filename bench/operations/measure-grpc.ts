import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { ServerFigures } from "./grpc-server.js";
import type { GrpcFigures, GrpcPlan } from "./over-grpc.js";
import { runInChild } from "./run-in-child.js";
import type { Way } from "./ways.js";

/** One way to watch very many operations of a server in another process. */
export interface GrpcResult extends GrpcFigures {
  readonly way: Way;
  readonly operations: number;
  readonly polls: number;
  /** How many calls were under way at most, as the server saw it. */
  readonly underWay: number;
}

const PAUSE_MS = 200;

/** Watches operations over gRPC, with a server and a client that nobody else uses. */
export async function measureGrpc(way: Way, operations: number): Promise<GrpcResult> {
  const server = fork(fileURLToPath(new URL("grpc-server.ts", import.meta.url)));
  try {
    const { port } = await next();
    const plan: GrpcPlan = { way, operations, port, pauseMs: PAUSE_MS };
    const figures = (await runInChild("over-grpc.ts", plan)) as GrpcFigures;
    const told = next();
    server.send("tell");
    const { calls, mostUnderWay } = await told;
    return { way, operations, ...figures, polls: calls, underWay: mostUnderWay };
  } finally {
    server.disconnect();
  }

  async function next(): Promise<ServerFigures> {
    const [figures] = await once(server, "message");
    return figures as ServerFigures;
  }
}

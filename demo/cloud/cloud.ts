import type { ErrorPolicy } from "../../src/entry/grpc-js.js";
import { startConnectServers } from "./connect-server.js";
import { startGrpcServer, startPlainGrpcServer } from "./grpc-server.js";
import { Operations } from "./operations/operations.js";
import { startRestServer } from "./rest-server.js";
import type { RunningServer } from "./running-server.js";

/** A small cloud in one process: the library over every transport, each on a free port. */
export interface Cloud {
  readonly grpc: RunningServer;
  /** A server without this library, for comparison. */
  readonly plainGrpc: RunningServer;
  readonly connect: { readonly http1: RunningServer; readonly http2: RunningServer };
  readonly rest: RunningServer;
  stop(): void;
}

export async function startCloud(policy: ErrorPolicy): Promise<Cloud> {
  const operations = new Operations();
  const [grpc, plainGrpc, connect, rest] = await Promise.all([
    startGrpcServer(operations, policy),
    startPlainGrpcServer(),
    startConnectServers(operations, policy),
    startRestServer(operations),
  ]);
  const servers = [grpc, plainGrpc, connect.http1, connect.http2, rest];
  return {
    grpc,
    plainGrpc,
    connect,
    rest,
    stop() {
      for (const server of servers) server.stop();
    },
  };
}

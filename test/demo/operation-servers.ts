import { Client, credentials } from "@grpc/grpc-js";
import { startGrpcServer } from "../../demo/cloud/grpc-server.js";
import { Operations } from "../../demo/cloud/operations/operations.js";
import { startRestServer } from "../../demo/cloud/rest-server.js";
import type { RunningServer } from "../../demo/cloud/running-server.js";
import { type LoggedPoll, loggedSource } from "../../demo/scenes/operations/logged-source.js";
import { RpcError } from "../../src/entry/index.js";
import {
  type OperationSource,
  restOperations,
  yandexOperations,
} from "../../src/entry/operation.js";

/** A server of the demo's operations, and somebody who asks it. */
export interface Asked {
  readonly operations: Operations;
  readonly source: OperationSource;
  readonly address: string;
  /** Each poll so far. */
  readonly polls: readonly LoggedPoll[];
}

/** By name: runs a server of operations for as long as `use` runs. */
export const SERVERS: Readonly<
  Record<string, <T>(use: (asked: Asked) => Promise<T>) => Promise<T>>
> = {
  async "grpc-js"(use) {
    const operations = new Operations();
    const server = await startGrpcServer(operations, { onError: () => {} });
    const client = new Client(server.address, credentials.createInsecure(), {
      "grpc.initial_reconnect_backoff_ms": 50,
      "grpc.max_reconnect_backoff_ms": 100,
    });
    try {
      return await use(asked(operations, server, yandexOperations(client)));
    } finally {
      client.close();
      server.stop();
    }
  },
  async REST(use) {
    const operations = new Operations();
    const server = await startRestServer(operations);
    const source = restOperations({ url: `http://${server.address}/yandex` });
    try {
      return await use(asked(operations, server, source));
    } finally {
      server.stop();
    }
  },
};

function asked(operations: Operations, { address }: RunningServer, source: OperationSource): Asked {
  const polls: LoggedPoll[] = [];
  return { operations, source: loggedSource(source, (poll) => polls.push(poll)), address, polls };
}

/** What polls were answered with by a server: a state, or the name of a code. */
export function answersOf(polls: readonly LoggedPoll[]): string[] {
  return polls
    .filter((poll) => !isGone(poll))
    .map(({ answer }) => (answer instanceof RpcError ? answer.codeName : answer.state));
}

/** Whether a poll got no answer. */
export function isGone({ answer }: LoggedPoll): boolean {
  return answer instanceof RpcError && answer.origin !== "server";
}

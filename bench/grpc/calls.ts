import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { InterceptingCall, type Interceptor, type ServiceError } from "@grpc/grpc-js";
import { compiledUrl, type Library } from "../compiled.js";
import type { Series } from "../interleave.js";
import { type Calls, type CpuClock, type CpuOptions, measureCpu, ownClock } from "./cpu.js";
import { type Client, connect } from "./library.js";

/** CPU time of a call, in microseconds, by kind of call. */
export interface CallCosts {
  readonly clientSuccess: Series;
  readonly clientFailure: Series;
  readonly serverSuccess: Series;
  readonly serverFailure: Series;
}

const passThrough: Interceptor = (options, nextCall) => new InterceptingCall(nextCall(options));

/** Measures unary calls between this process and a server in another. */
export async function measureCalls({ root }: Library, options: CpuOptions): Promise<CallCosts> {
  const { clientInterceptor } = (await import(
    compiledUrl("src/entry/grpc-js.js")
  )) as typeof import("../../src/entry/grpc-js.js");
  const server = fork(fileURLToPath(new URL("server.ts", import.meta.url)));
  const [ports] = (await once(server, "message")) as [Record<string, number>];
  const plainPort = ports["pass-through"];

  const clients = {
    none: connect(plainPort),
    passThrough: connect(plainPort, [passThrough]),
    again: connect(plainPort, [passThrough]),
    ours: connect(plainPort, [clientInterceptor()]),
  };
  const servers = Object.entries(ports).map(([name, port]) => ({ name, client: connect(port) }));
  const { RpcError } = root;
  try {
    return {
      clientSuccess: await measureCpu(
        [
          successes("pass-through", clients.passThrough),
          successes("pass-through again", clients.again),
          successes("clientInterceptor", clients.ours),
          successes("no interceptor", clients.none),
        ],
        ownClock,
        options,
      ),
      clientFailure: await measureCpu(
        [
          failures("pass-through", clients.passThrough, () => {}),
          failures("pass-through again", clients.again, () => {}),
          failures("clientInterceptor", clients.ours, () => {}),
          failures("clientInterceptor, RpcError.from", clients.ours, (error) => {
            kept.last = RpcError.from(error).code;
          }),
          failures("clientInterceptor, all five details", clients.ours, (error) => {
            kept.last = RpcError.from(error).details.map(({ value }) => value);
          }),
        ],
        ownClock,
        options,
      ),
      serverSuccess: await measureCpu(
        servers.map(({ name, client }) => successes(name, client)),
        clockOf(server),
        options,
      ),
      serverFailure: await measureCpu(
        servers.map(({ name, client }) => failures(name, client, () => {})),
        clockOf(server),
        options,
      ),
    };
  } finally {
    for (const client of [...Object.values(clients), ...servers.map(({ client }) => client)]) {
      client.close();
    }
    server.disconnect();
  }
}

/** What a caller did with an error, so that it is not optimized away. */
const kept: { last?: unknown } = {};

function successes(name: string, client: Client): Calls {
  return { name, batch: (count) => client.batch(count) };
}

function failures(name: string, client: Client, onError: (error: ServiceError) => void): Calls {
  return { name, batch: (count) => client.batch(count, onError) };
}

function clockOf(server: ChildProcess): CpuClock {
  const ask = async (question: string) => {
    server.send(question);
    const [cpu] = (await once(server, "message")) as [number];
    return cpu;
  };
  return { settle: () => ask("settle"), read: () => ask("read") };
}

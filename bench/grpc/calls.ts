import { InterceptingCall, type Interceptor, type ServiceError } from "@grpc/grpc-js";
import { compiledUrl, type Library } from "../compiled.js";
import type { Series } from "../interleave.js";
import { type Calls, type CpuClock, type CpuOptions, measureCpu, ownClock } from "./cpu.js";
import { type Client, connect } from "./library.js";
import { SERVER_KINDS, startServer } from "./measured-server.js";

/** CPU time of a call, in microseconds, by kind of call. */
export interface CallCosts {
  readonly clientSuccess: Series;
  readonly clientFailure: Series;
  readonly serverSuccess: Series;
  readonly serverFailure: Series;
}

const passThrough: Interceptor = (options, nextCall) => new InterceptingCall(nextCall(options));

/** Measures unary calls between this process and servers in others. */
export async function measureCalls({ root }: Library, options: CpuOptions): Promise<CallCosts> {
  const { clientInterceptor, retryInterceptor } = (await import(
    compiledUrl("src/entry/grpc-js.js")
  )) as typeof import("../../src/entry/grpc-js.js");
  // The clients have one of their own, so that none of those that are compared is warmer than the others.
  const plain = await startServer("pass-through");
  const servers = await Promise.all(
    SERVER_KINDS.map(async (name) => {
      const { port, clock, stop } = await startServer(name);
      return { name, clock, stop, client: connect(port) };
    }),
  );

  const clients = {
    none: connect(plain.port),
    passThrough: connect(plain.port, [passThrough]),
    again: connect(plain.port, [passThrough]),
    ours: connect(plain.port, [clientInterceptor()]),
    retrying: connect(plain.port, [retryInterceptor({ idempotent: true }), clientInterceptor()]),
  };
  const { RpcError } = root;
  try {
    return {
      clientSuccess: await measureCpu(
        [
          successes("pass-through", clients.passThrough),
          successes("pass-through again", clients.again),
          successes("clientInterceptor", clients.ours),
          successes("retryInterceptor and clientInterceptor", clients.retrying),
          successes("no interceptor", clients.none),
        ],
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
        options,
      ),
      serverSuccess: await measureCpu(
        servers.map(({ name, client, clock }) => successes(name, client, clock)),
        options,
      ),
      serverFailure: await measureCpu(
        servers.map(({ name, client, clock }) => failures(name, client, () => {}, clock)),
        options,
      ),
    };
  } finally {
    for (const client of [...Object.values(clients), ...servers.map(({ client }) => client)]) {
      client.close();
    }
    for (const { stop } of [plain, ...servers]) stop();
  }
}

/** What a caller did with an error, so that it is not optimized away. */
const kept: { last?: unknown } = {};

function successes(name: string, client: Client, clock: CpuClock = ownClock): Calls {
  return { name, clock, batch: (count) => client.batch(count) };
}

function failures(
  name: string,
  client: Client,
  onError: (error: ServiceError) => void,
  clock: CpuClock = ownClock,
): Calls {
  return { name, clock, batch: (count) => client.batch(count, onError) };
}

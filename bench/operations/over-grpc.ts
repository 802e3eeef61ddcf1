// One way to watch very many operations over gRPC, in a process of its own. Sends its figures to the process that
// started it.
import { promisify } from "node:util";
import { Client, credentials, type ServiceError } from "@grpc/grpc-js";
import { grpcClient } from "../../demo/cloud/grpc-service.js";
import type { Operation } from "../../gen/yandex/cloud/operation/operation_pb.js";
import { OperationService } from "../../gen/yandex/cloud/operation/operation_service_pb.js";
import { compiledUrl } from "../compiled.js";
import { idOf } from "./answer.js";
import { Endings } from "./endings.js";
import { type Way, waysOf } from "./ways.js";

/** What this process is told to do. */
export interface GrpcPlan {
  readonly way: Way;
  readonly operations: number;
  readonly pauseMs: number;
  /** Of the server. */
  readonly port: number;
}

/** What it found. */
export interface GrpcFigures {
  /** CPU time of this process, in microseconds. */
  readonly cpuUs: number;
  readonly wallMs: number;
  /** How many operations ended exactly once. */
  readonly endedOnce: number;
}

// As in main.ts.
process.setSourceMapsEnabled(false);

const plan = JSON.parse(process.argv[2] as string) as GrpcPlan;
const library: typeof import("../../src/entry/operation.js") = await import(
  compiledUrl("src/entry/operation.js")
);
const address = `127.0.0.1:${plan.port}`;
const client = new Client(address, credentials.createInsecure());
const own = ownClient();
const endings = new Endings(plan.operations);

const start = performance.now();
const startCpu = process.cpuUsage();
await waysOf(library)[plan.way]({
  ids: Array.from({ length: plan.operations }, (_, i) => idOf(i)),
  source: library.yandexOperations(client),
  get: (operationId) => own({ operationId }),
  pauseMs: plan.pauseMs,
  onEnd: (id) => endings.add(id),
});
const { user, system } = process.cpuUsage(startCpu);
const wallMs = performance.now() - start;
const figures: GrpcFigures = { cpuUs: user + system, wallMs, endedOnce: endings.once };
// The connections that grpc-js keeps would keep the process.
process.send?.(figures, () => process.exit());

/** The service's call as it is made without us. */
function ownClient(): (request: { readonly operationId: string }) => Promise<Operation> {
  const Client = grpcClient(OperationService);
  const client = new Client(address, credentials.createInsecure()) as unknown as OwnClient;
  return promisify<{ operationId: string }, Operation>(client.get.bind(client));
}

interface OwnClient {
  get(
    request: { readonly operationId: string },
    callback: (error: ServiceError | null, operation: Operation) => void,
  ): void;
}

// A service of operations over gRPC, in a process of its own. Takes a few milliseconds for each answer, so that
// one can see how many calls are under way at once; says on request how many those were at most.
import { Server, ServerCredentials, type sendUnaryData } from "@grpc/grpc-js";
import { grpcService } from "../../demo/cloud/grpc-service.js";
import {
  type GetOperationRequest,
  OperationService,
} from "../../gen/yandex/cloud/operation/operation_service_pb.js";
import { operationOf } from "./answer.js";

/** What this process tells, and tells again. */
export interface ServerFigures {
  readonly port: number;
  readonly calls: number;
  readonly mostUnderWay: number;
}

const ANSWERS_IN_MS = 5;

/** After how many polls an operation is over. */
const POLLS = 2;

const polls = new Map<string, number>();
let calls = 0;
let underWay = 0;
let mostUnderWay = 0;

const server = new Server();
server.addService(grpcService(OperationService), {
  get({ request }: { request: GetOperationRequest }, callback: sendUnaryData<object>) {
    const { operationId: id } = request;
    calls++;
    mostUnderWay = Math.max(mostUnderWay, ++underWay);
    setTimeout(() => {
      underWay--;
      const count = (polls.get(id) ?? 0) + 1;
      polls.set(id, count);
      callback(null, operationOf(id, { polls: count, done: count >= POLLS }));
    }, ANSWERS_IN_MS);
  },
});
process.on("disconnect", () => process.exit());
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  const tell = () => process.send?.({ port, calls, mostUnderWay } satisfies ServerFigures);
  process.on("message", tell);
  tell();
});

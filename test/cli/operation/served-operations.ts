import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { create, createRegistry, type MessageInitShape, toJson } from "@bufbuild/protobuf";
import { StructSchema } from "@bufbuild/protobuf/wkt";
import { Operations } from "../../../gen/google/longrunning/operations_pb.js";
import { ErrorInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { OperationSchema } from "../../../gen/yandex/cloud/operation/operation_pb.js";
import { OperationService } from "../../../gen/yandex/cloud/operation/operation_service_pb.js";
import type { Code } from "../../../src/status/code.js";
import { httpStatusFromCode } from "../../../src/status/http-status.js";
import {
  type Failure,
  type Handler,
  type ServedCall,
  withOperations,
} from "../../operation/sources/operations-server.js";

/** An operation as a test writes it. */
export type Init = MessageInitShape<typeof OperationSchema>;

/** Answers one call; `undefined` is never an answer. */
export type Answer = (
  call: Pick<ServedCall, "method" | "header" | "setHeader">,
) => Init | undefined;

/** Serves operations, and gives the arguments by which the command finds them. */
export type Carrier = (
  answer: Answer,
  use: (args: readonly string[]) => Promise<void>,
) => Promise<void>;

/** Every header that sets the pace asks for the shortest that there is, so that no test waits. */
const PACE = ["x-operation-poll-interval", "0"] as const;

/** gRPC, without TLS. */
export const overGrpc: Carrier = (answer, use) => {
  const handler: Handler = async (call) => {
    call.setHeader(...PACE);
    return answer(call) ?? (await new Promise<never>(() => {}));
  };
  return withOperations("grpc-js", OperationService, handler, (_, address) =>
    use(["--endpoint", address, "--plaintext"]),
  );
};

const registry = createRegistry(StructSchema, ErrorInfoSchema);

/** Plain HTTP. A call that is never answered has its headers all the same. */
export const overRest: Carrier = (answer, use) =>
  withRest(
    (request, response) => {
      const method = request.url?.endsWith(":cancel") ? "cancel" : "get";
      const header = (name: string) => request.headers[name]?.toString();
      const setHeader = (name: string, value: string) => void response.setHeader(name, value);
      response.setHeader(...PACE);
      try {
        const operation = answer({ method, header, setHeader });
        if (operation === undefined) return response.flushHeaders();
        const json = toJson(OperationSchema, create(OperationSchema, operation), { registry });
        response.end(JSON.stringify(json));
      } catch (thrown) {
        const { code, message } = thrown as Failure;
        response.statusCode = httpStatusFromCode(code as Code);
        response.end(JSON.stringify({ code, message }));
      }
    },
    (url) => use(["--endpoint", url, "--rest"]),
  );

/** By name. */
export const CARRIERS: Readonly<Record<string, Carrier>> = { gRPC: overGrpc, REST: overRest };

/** Runs a plain HTTP server, and `use` with its address. */
export async function withRest(
  listener: http.RequestListener,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const server = http.createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** Runs a server of Google's operations over gRPC. */
export function withGoogle(
  handler: Handler,
  use: (args: readonly string[]) => Promise<void>,
): Promise<void> {
  return withOperations("grpc-js", Operations, handler, (_, address) =>
    use(["--endpoint", address, "--plaintext"]),
  );
}

/** Gives the answers one after the other, the last for good; an Error is thrown. Cancelling is always answered. */
export function script(...answers: readonly (Init | Error)[]): Answer {
  let next = 0;
  return ({ method }) => {
    if (method === "cancel") return {};
    const answer = answers[Math.min(next++, answers.length - 1)];
    if (answer instanceof Error) throw answer;
    return answer;
  };
}

/** An answer that remembers what was asked for, and tells when something was. */
export function recorded(answer: Answer) {
  const methods: string[] = [];
  let tell = () => {};
  const asked = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const recording: Answer = (call) => {
    methods.push(call.method);
    tell();
    return answer(call);
  };
  return { answer: recording, methods, asked };
}

import { type Operation, Operations } from "../../../gen/google/longrunning/operations_pb.js";
import { durationFromMs } from "../../wire/duration.js";
import type { OperationSource, PollContext } from "../operation-source.js";
import { type CallerOptions, type ClientOrTransport, callerOf } from "./caller.js";
import { type FetchPage, listByPage } from "./list-by-page.js";
import { checkListOptions, type ListOptions } from "./list-options.js";
import { serverWaitMs } from "./server-wait.js";
import type { UnaryCall } from "./unary-call.js";

/** What each call sends along, and whose operations are listed. */
export interface GoogleOperationsOptions extends CallerOptions, ListOptions {}

/** A source of operations of `google.longrunning`. */
export interface GoogleOperations extends OperationSource {
  get(name: string, context: PollContext): Promise<Operation>;
  cancel(name: string, context: { readonly signal: AbortSignal }): Promise<unknown>;
  wait(name: string, context: PollContext): Promise<Operation>;
}

/**
 * Gives the operations of a service that has `google.longrunning.Operations`, over gRPC or Connect. Its functions
 * reject with an `RpcError` that has the request ids, whether or not the client has our interceptors. `wait` is
 * `WaitOperation`, which few services have; the others answer UNIMPLEMENTED. Where `parent` is given, `list` is
 * `ListOperations`: what is watched together is found there by the full names that the list has.
 *
 * @example
 * const source = googleOperations(speechClient); // a grpc-js client of the service itself
 * const transcript = await waitForOperation(operation, { source, response: TranscriptSchema });
 *
 * @example
 * const source = googleOperations(transport, { parent: "projects/p/locations/l" });
 * for await (const { operationId, isLast } of watchOperations(names, { source })) …
 *
 * @param clientOrTransport - a Connect `Transport`, or a grpc-js `Client` of any service on that host. Of a
 *   channel make one: `new Client(address, credentials, { channelOverride: channel })`.
 * @throws TypeError for a value that is neither, and one that names the option, where one is wrong.
 * @see https://google.aip.dev/151
 */
export function googleOperations(
  clientOrTransport: ClientOrTransport,
  options: GoogleOperationsOptions = {},
): GoogleOperations {
  const call = callerOf(clientOrTransport, options);
  checkListOptions(options);
  const { getOperation, cancelOperation, waitOperation } = Operations.method;
  return {
    get: (name, context) => call(getOperation, { name }, context),
    cancel: (name, { signal }) => call(cancelOperation, { name }, { signal }),
    wait(name, context) {
      const waitMs = serverWaitMs(context.timeoutMs);
      const timeout = waitMs === undefined ? {} : { timeout: durationFromMs(waitMs) };
      return call(waitOperation, { name, ...timeout }, context);
    },
    ...listOf(call, options),
  };
}

function listOf(call: UnaryCall, { parent: name, filter = "", pageSize }: ListOptions) {
  if (name === undefined) return {};
  const { listOperations } = Operations.method;
  const fetchPage: FetchPage = (size, context) => {
    const { pageToken } = context;
    return call(listOperations, { name, filter, pageSize: size, pageToken }, context);
  };
  return { list: listByPage(fetchPage, pageSize) };
}

import type { Operation } from "../../../gen/yandex/cloud/operation/operation_pb.js";
import { OperationService } from "../../../gen/yandex/cloud/operation/operation_service_pb.js";
import type { OperationSource, PollContext } from "../operation-source.js";
import { type CallerOptions, type ClientOrTransport, callerOf } from "./caller.js";

/** A source of Yandex Cloud's operations. */
export interface YandexOperations extends OperationSource {
  get(id: string, context: PollContext): Promise<Operation>;
  cancel(id: string, context: { readonly signal: AbortSignal }): Promise<Operation>;
}

/**
 * Gives the operations of Yandex Cloud's `OperationService`, over gRPC or Connect. Its functions reject with an
 * `RpcError` that has the request ids, whether or not the client has our interceptors.
 *
 * @example
 * const source = yandexOperations(new Client("operation.api.cloud.yandex.net:443", credentials));
 * const disk = await waitForOperation(operation, { source, response: DiskSchema });
 *
 * @param clientOrTransport - a Connect `Transport`, or a grpc-js `Client`, also of another service where that
 *   one's host serves operations. Of a channel make one: `new Client(address, credentials, { channelOverride: channel })`.
 * @throws TypeError for a value that is neither.
 * @see https://yandex.cloud/en/docs/api-design-guide/concepts/operation
 */
export function yandexOperations(
  clientOrTransport: ClientOrTransport,
  options?: CallerOptions,
): YandexOperations {
  const call = callerOf(clientOrTransport, options);
  const { get, cancel } = OperationService.method;
  return {
    get: (operationId, context) => call(get, { operationId }, context),
    cancel: (operationId, { signal }) => call(cancel, { operationId }, { signal }),
  };
}

import { Metadata, type ServerUnaryCall } from "@grpc/grpc-js";
import type { Shelf } from "../../../gen/example/library/v1/library_pb.js";
import type { Operation } from "../../../gen/yandex/cloud/operation/operation_pb.js";
import type {
  CancelOperationRequest,
  GetOperationRequest,
} from "../../../gen/yandex/cloud/operation/operation_service_pb.js";
import type { OperationStore } from "./operation-store.js";
import { POLL_INTERVAL } from "./poll-interval.js";
import { ServerCrash } from "./server-crash.js";
import { yandexOperation } from "./yandex-operation.js";

/**
 * Yandex Cloud's `OperationService` over grpc-js, to be guarded.
 *
 * @param crash - ends the server.
 */
export function grpcOperationService(shelves: OperationStore<Shelf>, crash: () => void) {
  return {
    async get(call: ServerUnaryCall<GetOperationRequest, Operation>): Promise<Operation> {
      try {
        const operation = shelves.poll(call.request.operationId);
        const { pollIntervalS } = operation.progress;
        if (pollIntervalS !== undefined) {
          call.sendMetadata(Metadata.fromHttp2Headers({ [POLL_INTERVAL]: String(pollIntervalS) }));
        }
        return yandexOperation(operation);
      } catch (thrown) {
        if (!(thrown instanceof ServerCrash)) throw thrown;
        crash();
        return new Promise(() => {});
      }
    },
    cancel: ({ request }: ServerUnaryCall<CancelOperationRequest, Operation>) =>
      yandexOperation(shelves.cancel(request.operationId)),
  };
}

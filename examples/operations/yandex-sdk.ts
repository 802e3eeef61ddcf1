import type { CallOptions } from "nice-grpc"; // what the SDK makes its calls with
import type { OperationSource } from "rpc-status/operation";

/** What `session.client(serviceClients.OperationServiceClient)` of `@yandex-cloud/nodejs-sdk` gives. */
export interface SdkOperations {
  get(request: { operationId: string }, options?: CallOptions): Promise<object>;
  cancel(request: { operationId: string }, options?: CallOptions): Promise<object>;
}

export const fromYandexSdk = (client: SdkOperations): OperationSource => ({
  get: (operationId, { signal, onHeaders: onHeader }) =>
    client.get({ operationId }, { signal, onHeader, onTrailer: onHeader }),
  cancel: (operationId, { signal }) => client.cancel({ operationId }, { signal }),
});

import type { OperationSource } from "rpc-status/operation";

/** What `session.client(operationService.OperationServiceClient)` of `@yandex-cloud/nodejs-sdk` gives. */
export interface SdkOperations {
  get(request: { operationId: string }, options: never): Promise<object>;
  cancel(request: { operationId: string }, options: never): Promise<object>;
}

/** The casts are for the type of `signal`, which the SDK has from a library older than the platform's own. */
export const fromYandexSdk = (client: SdkOperations): OperationSource => ({
  get(operationId, { signal, onHeaders: onHeader }) {
    const options = { signal, onHeader, onTrailer: onHeader };
    return client.get({ operationId }, options as never);
  },
  cancel: (operationId, { signal }) => client.cancel({ operationId }, { signal } as never),
});

import { type OperationsClient, operationsProtos } from "google-gax";
import type { OperationSource } from "rpc-status/operation";

const { CancelOperationRequest, GetOperationRequest } = operationsProtos.google.longrunning;

/** Takes the `operationsClient` that Google's clients have. Asking again is left to the waiting: `retry: null`. */
export const fromGax = (client: OperationsClient): OperationSource => ({
  async get(name, { timeoutMs: timeout }) {
    return (
      await client.getOperation(new GetOperationRequest({ name }), { timeout, retry: null })
    )[0];
  },
  cancel: (name) => client.cancelOperation(new CancelOperationRequest({ name })),
});

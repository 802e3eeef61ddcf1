import {
  OperationFailedError,
  OperationTimeoutError,
  waitForOperation,
} from "rpc-status/operation";

const url = process.env.OPERATIONS_URL ?? "https://operation.api.cloud.yandex.net/operations";
const headers = { authorization: `Bearer ${process.env.IAM_TOKEN}` };

export async function waitForShelf(operationId: string): Promise<void> {
  try {
    await waitForOperation(operationId, {
      get: async (id, { signal }) => (await fetch(`${url}/${id}`, { headers, signal })).json(),
      onProgress: ({ state }) => console.log(state), // "failing" while Yandex Cloud rolls back
      timeoutMs: 60_000,
    });
  } catch (error) {
    if (error instanceof OperationFailedError) console.log(error.codeName, error.reason);
    else if (error instanceof OperationTimeoutError) console.log("goes on:", error.operationId);
    else throw error; // OperationPollError: the poll itself failed
  }
}

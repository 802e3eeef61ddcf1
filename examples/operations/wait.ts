import {
  OperationFailedError,
  OperationTimeoutError,
  restOperations,
  waitForOperation,
} from "rpc-status/operation";

const url = process.env.OPERATIONS_URL ?? "https://operation.api.cloud.yandex.net";
const headers = () => ({ authorization: `Bearer ${process.env.IAM_TOKEN}` });
const source = restOperations({ url, headers }); // or yandexOperations(client) over gRPC

export async function waitForShelf(operationId: string): Promise<void> {
  try {
    await waitForOperation(operationId, {
      source,
      onProgress: ({ state }) => console.log(state), // "failing" while Yandex Cloud rolls back
      timeoutMs: 60_000,
    });
  } catch (error) {
    if (error instanceof OperationFailedError) console.log(error.codeName, error.reason);
    else if (error instanceof OperationTimeoutError) console.log("goes on:", error.operationId);
    else throw error; // OperationPollError: asking for it failed
  }
}

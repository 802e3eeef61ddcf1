import {
  OperationFailedError,
  OperationPollError,
  OperationTimeoutError,
  restOperations,
  waitForOperation,
} from "rpc-status/operation";
import { explain, render } from "rpc-status/providers";

const url = process.env.OPERATIONS_URL ?? "https://operation.api.cloud.yandex.net";
const { IAM_TOKEN: token } = process.env;
if (!token) throw new Error("IAM_TOKEN is not set");
const headers = { authorization: `Bearer ${token}` };
try {
  const response = await waitForOperation(process.argv[2] ?? "", {
    source: restOperations({ url, headers }),
    onProgress: ({ state }) => console.error(state),
    timeoutMs: 600_000,
  });
  console.log(response);
} catch (error) {
  if (error instanceof OperationFailedError) {
    console.log(render(explain(error, { provider: "yandex-cloud" })));
    process.exitCode = 1;
  } else if (error instanceof OperationTimeoutError) {
    console.log(error.message); // it still runs: wait again by its id
    process.exitCode = 4;
  } else if (error instanceof OperationPollError) {
    console.log(error.message); // asking for it failed: nobody knows how it goes
    process.exitCode = 5;
  } else throw error;
}

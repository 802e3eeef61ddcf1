import { randomUUID } from "node:crypto";
import { fetchWithErrors } from "rpc-status/http";
import { waitForOperation } from "rpc-status/operation";
import { retry } from "rpc-status/retry";
import { source } from "./source.js";
import { authorization, renewToken } from "./token.js";

const compute = process.env.COMPUTE_URL ?? "https://compute.api.cloud.yandex.net";
const callApi = fetchWithErrors();

/** Starts a virtual machine and waits until it runs. */
export async function startInstance(instanceId: string): Promise<unknown> {
  const key = randomUUID(); // the same for each attempt: a second one gives the first one's operation
  const operation = await retry(
    async ({ signal }) => {
      const headers = { authorization: await authorization(), "idempotency-key": key };
      const url = `${compute}/compute/v1/instances/${instanceId}:start`;
      return (await callApi(url, { method: "POST", headers, signal })).json();
    },
    { idempotent: true, totalTimeoutMs: 60_000, refreshCredentials: renewToken },
  );
  return waitForOperation(operation, { source, refreshCredentials: renewToken });
}

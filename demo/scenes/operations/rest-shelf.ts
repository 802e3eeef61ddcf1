import { restOperations, waitForOperation } from "../../../src/entry/operation.js";
import { printNote } from "../../print/scene.js";
import { BACKOFF } from "./backoff.js";
import { printOperationError } from "./operation-error.js";

/** The same service as JSON over HTTP. */
export async function playRestShelf(address: string): Promise<void> {
  const url = `http://${address}/yandex`;
  const response = await fetch(`${url}/shelves`, {
    method: "POST",
    body: JSON.stringify({ topic: "Maps", capacity: 4_000 }),
  });
  const states: string[] = [];
  const error = await waitForOperation(await response.json(), {
    source: restOperations({ url }),
    backoff: BACKOFF,
    onProgress: ({ state }) => states.push(state),
  }).catch((thrown: unknown) => thrown);
  printOperationError("POST /yandex/shelves of 4,000 copies, polled over REST", error);
  printNote(`  ${states.join(" → ")}: its error was there before the rollback had ended`);
}

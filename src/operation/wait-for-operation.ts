import { type DescMessage, isMessage, type MessageShape } from "@bufbuild/protobuf";
import { shorten } from "../wire/shorten.js";
import { checkWaitOptions } from "./check-wait-options.js";
import { isSettled } from "./is-settled.js";
import { OperationFailedError } from "./operation-failed-error.js";
import { OperationPollError } from "./operation-poll-error.js";
import type { OperationSnapshot } from "./operation-snapshot.js";
import { OperationWait } from "./operation-wait.js";
import { payloadType } from "./payload.js";
import type { OperationPoller } from "./poller.js";
import { shownId } from "./shown-id.js";
import type { WaitOptions } from "./wait-options.js";

/** What {@link waitForOperation} resolves with. */
export type OperationResponse<Response extends DescMessage> = [Response] extends [never]
  ? unknown
  : MessageShape<Response> | undefined;

/**
 * Waits for a long-running operation and gives its response.
 *
 * Polls with growing pauses, or those that `x-operation-poll-interval` asks for, until the operation is over; a
 * source that lets the server wait is preferred. An `error` while it is not done (Yandex Cloud rolls back) does
 * not end the waiting unless `failFast` is set. A poll that fails is repeated where `adviseRetry` says so, at
 * the time that the service names; up to three NOT_FOUND before the first answer are, too.
 *
 * @example
 * const operation = await client.createShelf({ topic: "Poetry" });
 * const shelf = await waitForOperation(operation, {
 *   get: (operationId) => operations.get({ operationId }),
 *   response: ShelfSchema,
 *   timeoutMs: 60_000,
 * });
 *
 * @param operation - the operation, of any library or in JSON, or its id. A finished one is not polled.
 * @returns the response, decoded by the `response` schema, else as it came; `undefined` for a success
 *   without a response.
 * @throws OperationFailedError where the operation failed or was cancelled.
 * @throws OperationPollError where asking failed for good, or the response is of another type than `response`.
 * @throws OperationTimeoutError where `timeoutMs` is over or `signal` was aborted.
 * @throws TypeError that names the option, for wrong options.
 * @see https://google.aip.dev/151
 */
export async function waitForOperation<
  Response extends DescMessage = never,
  Metadata extends DescMessage = never,
>(
  operation: unknown,
  options: WaitOptions<Response, Metadata>,
): Promise<OperationResponse<Response>> {
  checkWaitOptions(options);
  const wait = new OperationWait(operation, options);
  const patience = wait.patience(options.signal);
  try {
    let { snapshot } = wait.poller;
    while (snapshot === undefined || !isSettled(snapshot, options)) {
      snapshot = await wait.next(patience);
      if (options.onProgress) await patience.run(tellOf(options, snapshot));
    }
    return settle(snapshot, options, wait.poller) as OperationResponse<Response>;
  } catch (thrown) {
    throw await wait.ended(patience, thrown);
  } finally {
    patience.end();
  }
}

function tellOf(options: WaitOptions, snapshot: OperationSnapshot): () => Promise<unknown> {
  return async () => options.onProgress?.(snapshot as never);
}

/** The longest type URL that a message shows in full. */
const MAX_TYPE = 200;

function settle(
  snapshot: OperationSnapshot,
  { response }: WaitOptions,
  poller: OperationPoller,
): unknown {
  const { operationId, attempts, headers } = poller;
  const context = { operationId, attempts, snapshot, headers };
  if (snapshot.error !== undefined) throw new OperationFailedError(snapshot.error, context);
  const schema: DescMessage | undefined = response;
  if (schema === undefined || snapshot.response === undefined) return snapshot.response;
  if (isMessage(snapshot.response, schema)) return snapshot.response;
  const id = shownId(operationId);
  throw new OperationPollError(
    `operation ${id} answered ${shorten(payloadType(snapshot.response), MAX_TYPE)}, not ${schema.typeName}`,
    context,
    undefined,
  );
}

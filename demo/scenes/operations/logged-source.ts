import { type HeadersLike, RpcError } from "../../../src/entry/index.js";
import {
  type OperationSnapshot,
  type OperationSource,
  operationSnapshot,
  type PollContext,
} from "../../../src/entry/operation.js";

/** One poll, and what became of it. */
export interface LoggedPoll {
  /** When it began and ended, in milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly answer: OperationSnapshot | RpcError;
  /** What the header `x-operation-poll-interval` said. */
  readonly interval: string | undefined;
}

/** A source that tells of each poll of another one. */
export function loggedSource(
  { get, wait, cancel }: OperationSource,
  tell: (poll: LoggedPoll) => void,
): OperationSource {
  return {
    get: logged(get, tell),
    ...(wait && { wait: logged(wait, tell) }),
    ...(cancel && { cancel }),
  };
}

function logged(
  poll: OperationSource["get"],
  tell: (poll: LoggedPoll) => void,
): OperationSource["get"] {
  return async (id, context) => {
    const startedAt = performance.now();
    let interval: string | undefined;
    const onHeaders: PollContext["onHeaders"] = (headers) => {
      interval ??= intervalOf(headers);
      context.onHeaders(headers);
    };
    const log = (answer: LoggedPoll["answer"]) =>
      tell({ startedAt, endedAt: performance.now(), answer, interval });
    try {
      const operation = await poll(id, { ...context, onHeaders });
      log(operationSnapshot(operation));
      return operation;
    } catch (error) {
      log(RpcError.from(error));
      throw error;
    }
  };
}

/** grpc-js's `Metadata` gives a list, `Headers` a string or null. */
function intervalOf(headers: HeadersLike): string | undefined {
  const value = (headers as { get?(name: string): unknown }).get?.("x-operation-poll-interval");
  return String(value ?? "") || undefined;
}

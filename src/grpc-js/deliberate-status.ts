import { receivedCall } from "../error/received.js";
import { RpcError } from "../error/rpc-error.js";
import { codeName, isErrorCode } from "../status/code.js";

/**
 * Reads a status that a handler stated in grpc-js's own words: `{ code, details }`, also as members of
 * an Error, or a plain object's `{ code, message }` as many tutorials write it, also in an `RpcException` of
 * NestJS.
 *
 * An Error with no more than a small number as its `code` is not one (databases have such codes), nor is
 * an error that a grpc-js client received: its metadata tells it, and its message. Total.
 */
export function deliberateStatus(thrown: unknown): RpcError | undefined {
  try {
    return readStatus(thrown);
  } catch {
    // A getter or a proxy that throws states nothing.
    return undefined;
  }
}

function readStatus(thrown: unknown): RpcError | undefined {
  if (typeof thrown !== "object" || thrown === null || thrown instanceof RpcError) return undefined;
  const { getError } = thrown as { getError?: unknown };
  // An RpcException of NestJS keeps what it was made with.
  const stated: unknown = typeof getError === "function" ? getError.call(thrown) : thrown;
  if (typeof stated !== "object" || stated === null) return undefined;
  const { code, details, message, metadata, stack } = stated as Record<string, unknown>;
  // A list of details is the JSON of somebody's answer.
  if (!isErrorCode(code) || Array.isArray(details) || isReceivedMetadata(metadata))
    return undefined;
  const text = typeof details === "string" || stated instanceof Error ? details : message;
  if (typeof text !== "string" || isReceived(code, text, [message, stack])) return undefined;
  return new RpcError(code, text, { cause: thrown });
}

function isReceivedMetadata(metadata: unknown): boolean {
  if (receivedCall(metadata) !== undefined) return true;
  const { getMap } = (metadata ?? {}) as { getMap?: () => Record<string, unknown> };
  // Only an answer has these among its trailers.
  const trailers = typeof getMap === "function" ? getMap.call(metadata) : {};
  return "content-type" in trailers || "grpc-status-details-bin" in trailers;
}

/** grpc-js and nice-grpc word the message of a client's error like this, and its stack keeps it. */
function isReceived(code: number, text: string, said: readonly unknown[]): boolean {
  const received = `${codeName(code)}: ${text}`;
  return said.some((words) => typeof words === "string" && words.includes(received));
}

import { partsFromRpcError } from "../error/from/rpc-error.js";
import { RpcError } from "../error/rpc-error.js";
import { Code } from "../status/code.js";
import type { HeadersLike } from "../wire/headers.js";
import { shorten } from "../wire/shorten.js";
import { shownId } from "./shown-id.js";

/** Why a poll failed. */
export interface PollFailure {
  readonly error: RpcError;
  /** What the waiting's own error has as its cause: what was thrown, unless headers say more. */
  readonly cause: unknown;
}

/**
 * Reads what a poll failed with. Headers that only the source knew, with their request ids, are not lost: then
 * an `RpcError` that has them stands for what was thrown. Total.
 */
export function readPollFailure(thrown: unknown, headers: readonly HeadersLike[]): PollFailure {
  try {
    const error = RpcError.from(thrown);
    const parts = partsFromRpcError(error);
    if (parts !== undefined && headers.length > 0 && error.requestIds.length === 0) {
      const told = RpcError.fromParts({ ...parts, metadata: [error.metadata, ...headers] }, thrown);
      return { error: told, cause: told };
    }
    // Read here, so that nothing throws later.
    if (parts !== undefined) return { error, cause: thrown };
  } catch {
    // An object that only claims to be an RpcError, and throws when it is read.
  }
  return { error: new RpcError(Code.UNKNOWN, "the error cannot be read"), cause: thrown };
}

/** How much of an error's message goes into that of the waiting's own. */
const MAX_MESSAGE = 2_000;

/** The message of the waiting's own error, for a poll that failed for good. */
export function notFetched(operationId: string, { codeName, message }: RpcError): string {
  const id = shownId(operationId);
  return `operation ${id} could not be fetched: ${codeName}${message && `: ${shorten(message, MAX_MESSAGE)}`}`;
}

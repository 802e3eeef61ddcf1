import type { RpcError } from "../../error/rpc-error.js";
import { headerNumbers } from "./header-texts.js";

/** What a server says in `grpc-retry-pushback-ms`: when to come back, or not to. */
export type Pushback = { readonly delayMs: number } | "refused";

/** Name of the trailer. */
export const PUSHBACK = "grpc-retry-pushback-ms";

const MAX_INT32 = 2 ** 31 - 1;

/**
 * Reads `grpc-retry-pushback-ms`; of several values the first. What is negative or no int32 forbids a retry.
 *
 * @see https://github.com/grpc/proposal/blob/master/A6-client-retries.md#pushback
 */
export function readPushback(error: RpcError): Pushback | undefined {
  const [value] = headerNumbers(error, PUSHBACK);
  if (value === undefined) return undefined;
  const delayMs = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
  return delayMs <= MAX_INT32 ? { delayMs } : "refused";
}

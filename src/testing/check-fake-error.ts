import { RpcError } from "../error/rpc-error.js";
import { shorten } from "../wire/shorten.js";
import { showValue } from "../wire/show-value.js";

/**
 * Stops what would fake an error of nothing.
 *
 * @param who - the function that was called.
 * @throws TypeError for what is no `RpcError`.
 */
export function checkFakeError(error: unknown, who: string): asserts error is RpcError {
  if (error instanceof RpcError) return;
  const shown =
    typeof error === "object" && error !== null ? "another object" : shorten(showValue(error), 80);
  throw new TypeError(`${who} needs an RpcError, not ${shown}`);
}

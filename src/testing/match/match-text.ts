import { renderError } from "../../error/render.js";
import type { RpcError } from "../../error/rpc-error.js";
import type { MatcherContext } from "./matcher-context.js";

/** Why an assertion failed: what differs, line by line, and the error as a tree. */
export function matchText(
  { isNot = false, promise = "", utils }: MatcherContext,
  differences: readonly string[],
  error?: RpcError,
): string {
  const hint = utils.matcherHint("toMatchRpcError", "error", "expected", { isNot, promise });
  const lines =
    isNot && differences.length === 0 ? ["the error is as it must not be"] : differences;
  const tree = error === undefined ? [] : ["", renderError(error)];
  return [hint, "", ...lines, ...tree].join("\n");
}
